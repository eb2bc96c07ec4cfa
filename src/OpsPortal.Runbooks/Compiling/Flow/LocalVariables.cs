namespace OpsPortal.Runbooks.Compiling.Flow;

/// <summary>Variables that a command of several parts gives values to; to its later parts they are known texts or places that are filled on the way.</summary>
internal sealed class LocalVariables
{
    private const int Longest = 64 * 1024;

    private readonly Dictionary<string, string?> values = [];

    /// <summary>Those assigned where it is not certain that they are: behind <c>&amp;&amp;</c>, in a branch, in a loop.</summary>
    private readonly HashSet<string> maybe = [];

    /// <summary>Whether the command itself gives it a value above; <paramref name="text"/> is null where which one is known only when it runs.</summary>
    public bool Find(string name, out string? text) => values.TryGetValue(name, out text);

    public void Assign(string name, string? text, bool certain)
    {
        values[name] = text is { Length: > Longest } ? null : text;
        if (certain) maybe.Remove(name);
        else maybe.Add(name);
    }

    /// <summary>What was assigned in passing may not have been: from here on it is not known.</summary>
    public void Forget()
    {
        foreach (var name in maybe) values[name] = null;
        maybe.Clear();
    }

    public IReadOnlyCollection<string> Names => values.Keys;
}
