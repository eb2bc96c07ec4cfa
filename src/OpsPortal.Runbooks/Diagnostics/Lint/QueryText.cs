using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Diagnostics.Lint;

/// <summary>PromQL that a step asks: in a fence of its own, or in the query of a request.</summary>
/// <param name="Offset">As of <see cref="SqlText"/>.</param>
internal sealed record QueryText(string Text, int Offset)
{
    private const string Parameter = "query=";

    public int At(int index) => Offset < 0 ? -1 : Offset + index;

    public static IReadOnlyList<QueryText> Of(LintStep step)
    {
        if (step.Statement is Query query) return query.Language == "promql" ? [new(query.Text, 0)] : [];
        if (!step.Mentions(Parameter)) return [];
        List<QueryText> found = [];
        foreach (var command in step.Commands)
            if (command.Program is "curl" or "wget")
                foreach (var word in command.Words)
                    if (Asked(word.Text) is { Length: > 0 } asked)
                        found.Add(new(Decoded(asked), step.Source.IndexOf(asked, Math.Max(0, word.Start), StringComparison.Ordinal) is var at && asked.Contains('%') ? -1 : at));
        return found;
    }

    private static string? Asked(string word)
    {
        var at = word.StartsWith(Parameter, StringComparison.Ordinal) ? 0 : word.IndexOf("?" + Parameter, StringComparison.Ordinal) is >= 0 and var first ? first + 1
            : word.IndexOf("&" + Parameter, StringComparison.Ordinal) is >= 0 and var other ? other + 1 : -1;
        if (at < 0) return null;
        var text = word[(at + Parameter.Length)..];
        return at > 0 && text.IndexOf('&') is >= 0 and var end ? text[..end] : text;
    }

    private static string Decoded(string text) => text.Contains('%') ? Uri.UnescapeDataString(text.Replace('+', ' ')) : text;
}
