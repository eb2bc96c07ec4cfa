using OpsPortal.Runbooks.Actions;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>
/// What the commands above a command have settled, in the order of the document: one scope for each document. A variable that is assigned stays a
/// parameter (what a person fills in counts); the scope only knows what the document says it is.
/// </summary>
public sealed class CompileScope
{
    /// <summary>Nobody is offered a longer value; one that doubles itself from line to line has no end.</summary>
    private const int Longest = 4096;

    private readonly Dictionary<string, string?> values = [];
    private readonly Dictionary<string, IReadOnlyList<string>> lists = [];
    private readonly Dictionary<string, string> prefixes = [];
    private readonly HashSet<string> functions = [];

    /// <summary>Of the last <c>cd</c>; null where there was none.</summary>
    internal string? Directory { get; set; }

    /// <summary>The value that the document gives a variable, free of places; null where it gives none, or one that is found only when it runs.</summary>
    internal string? Default(string name) => values.GetValueOrDefault(name);

    /// <summary>What stands before the variable's value wherever it is used (<c>pods/</c>): the command that gives it the value tells the kind.</summary>
    internal string Prefix(string name) => prefixes.GetValueOrDefault(name, "");

    internal void AssignPrefix(string name, string prefix) => prefixes[name] = prefix;

    internal IReadOnlyList<string>? List(string name) => lists.GetValueOrDefault(name);

    internal bool IsFunction(string name) => functions.Contains(name);

    /// <param name="text">May hold places; those whose values are known are filled. Null where the value is not known before it runs.</param>
    internal void Assign(string name, string? text)
    {
        lists.Remove(name);
        prefixes.Remove(name);
        var known = text is null ? null : ParameterText.Bind(text, values.Where(v => v.Value is not null).ToDictionary(v => v.Key, v => v.Value!));
        values[name] = known is null || known.Length > Longest || known.Contains(ParameterText.Open) ? null : known;
    }

    internal void AssignList(string name, IReadOnlyList<string> words)
    {
        values.Remove(name);
        lists[name] = words;
    }

    internal void Unset(string name)
    {
        values.Remove(name);
        lists.Remove(name);
        prefixes.Remove(name);
    }

    internal void Define(string function) => functions.Add(function);
}
