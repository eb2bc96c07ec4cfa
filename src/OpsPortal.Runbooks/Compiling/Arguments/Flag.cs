namespace OpsPortal.Runbooks.Compiling.Arguments;

/// <summary>A flag that a program knows.</summary>
/// <param name="Name">Its long name without dashes; for a flag that has only a letter, that letter.</param>
internal sealed record Flag(string Name, char? Letter, FlagValue Value)
{
    /// <summary>Whether we carry out what it asks for.</summary>
    public bool Understood { get; init; } = true;

    public static Flag Switch(string name, char? letter = null) => new(name, letter, FlagValue.None);

    public static Flag Valued(string name, char? letter = null) => new(name, letter, FlagValue.Required);

    /// <summary>Known to the program, not yet to us.</summary>
    public static Flag NotYet(string name, char? letter = null, FlagValue value = FlagValue.None) => new(name, letter, value) { Understood = false };
}

internal enum FlagValue
{
    None,

    /// <summary>The rest of the word or the next word.</summary>
    Required,

    /// <summary>Only behind an equals sign.</summary>
    Optional,
}

/// <summary>The flags of one program or verb.</summary>
internal sealed class FlagTable
{
    private readonly Dictionary<string, Flag> names = [];
    private readonly Dictionary<char, Flag> letters = [];

    public FlagTable(params IEnumerable<Flag> flags)
    {
        foreach (var flag in flags)
        {
            if (flag.Name.Length > 1) names[flag.Name] = flag;
            if ((flag.Letter ?? (flag.Name.Length == 1 ? flag.Name[0] : null)) is { } letter) letters[letter] = flag;
        }
    }

    public IEnumerable<Flag> All => names.Values.Union(letters.Values);

    public Flag? Named(string name) => names.GetValueOrDefault(name);

    public Flag? Lettered(char letter) => letters.GetValueOrDefault(letter);

    public FlagTable With(FlagTable more) => new(All.Concat(more.All));
}
