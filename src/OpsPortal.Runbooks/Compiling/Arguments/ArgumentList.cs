namespace OpsPortal.Runbooks.Compiling.Arguments;

/// <summary>A command line sorted into flags and operands.</summary>
internal sealed class ArgumentList
{
    private readonly Dictionary<string, List<string>> options = [];

    public List<string> Operands { get; } = [];

    /// <summary>What stands behind <c>--</c>; null where there is none.</summary>
    public List<string>? Rest { get; set; }

    /// <summary>Why the words cannot be taken as they are; null where all is well.</summary>
    public ArgumentProblem? Problem { get; set; }

    public void Set(Flag flag, string value)
    {
        if (!options.TryGetValue(flag.Name, out var values)) options[flag.Name] = values = [];
        values.Add(value);
    }

    /// <summary>The last value, as programs take it where a flag is repeated.</summary>
    public string? Value(string name) => options.TryGetValue(name, out var values) ? values[^1] : null;

    public IReadOnlyList<string> Values(string name) => options.TryGetValue(name, out var values) ? values : [];

    public bool Has(string name) => options.ContainsKey(name);

    public bool Switch(string name, bool standard = false) => Value(name) switch
    {
        null => standard,
        var value => value is "" or "true" or "True" or "TRUE" or "1" or "t",
    };
}

/// <param name="Code">See <see cref="Diagnostics.DiagnosticCodes"/>.</param>
/// <param name="Reason">Ends a sentence that begins with "This command is yours to run: ".</param>
internal sealed record ArgumentProblem(string Code, string Reason);
