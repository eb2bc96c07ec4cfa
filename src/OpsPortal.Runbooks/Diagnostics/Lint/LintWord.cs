namespace OpsPortal.Runbooks.Diagnostics.Lint;

/// <param name="Text">Quotes and escapes removed, places as written.</param>
/// <param name="Start">Offset in the step's source; -1 where it is not known.</param>
/// <param name="End">Offset after it.</param>
internal readonly record struct LintWord(string Text, int Start, int End)
{
    public bool IsFlag => Text is ['-', _, ..];

    /// <summary>Whether a person fills it in, so that nothing is known of it.</summary>
    public bool HasPlace => Text.AsSpan().ContainsAny('$', '<', '{');
}

/// <summary>A program and its arguments, wherever in the step it is run: in a pipe, in a substitution, in a container.</summary>
internal sealed record LintCommand(IReadOnlyList<LintWord> Words)
{
    public string Program { get; } = Words[0].Text[(Words[0].Text.LastIndexOf('/') + 1)..];

    public bool Has(params ReadOnlySpan<string> flags) => Find(flags) is not null;

    /// <summary>The first of these flags, alone or with a value behind <c>=</c>.</summary>
    public LintWord? Find(params ReadOnlySpan<string> flags)
    {
        foreach (var word in Words)
        {
            if (word.Text == "--") return null;
            if (!word.IsFlag) continue;
            foreach (var flag in flags)
                if (word.Text == flag || (word.Text.Length > flag.Length && word.Text[flag.Length] == '=' && word.Text.StartsWith(flag, StringComparison.Ordinal)))
                    return word;
        }
        return null;
    }

    /// <summary>The value of a flag, behind it or behind <c>=</c>.</summary>
    public LintWord? Value(params ReadOnlySpan<string> flags)
    {
        if (Find(flags) is not { } flag) return null;
        if (flag.Text.IndexOf('=') is > 0 and var equals) return flag with { Text = flag.Text[(equals + 1)..] };
        var at = 0;
        while (Words[at] != flag) at++;
        return at + 1 < Words.Count ? Words[at + 1] : null;
    }
}
