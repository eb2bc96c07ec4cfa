using System.Buffers;

namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary>Addresses that a shell takes apart, and queries that are no address as they are written.</summary>
internal sealed class UrlRule : ILintRule
{
    private static readonly SearchValues<char> Places = SearchValues.Create("<>{}$[]'`");
    private static readonly SearchValues<char> Unsafe = SearchValues.Create(" {}[]\"");

    public IEnumerable<Diagnostic> Check(LintStep step)
    {
        if (!step.Source.Contains("://", StringComparison.Ordinal)) yield break;
        foreach (var command in step.Commands)
            if (command.Program is "curl" or "wget")
                foreach (var word in command.Words)
                {
                    if (!word.Text.StartsWith("http", StringComparison.Ordinal) || !word.Text.Contains("://", StringComparison.Ordinal)) continue;
                    var raw = step.Raw(word);
                    if (raw.Length == 0) continue;
                    if (Unencoded(step, command, word, raw) is { } query) yield return query;
                    else if (!raw.AsSpan().ContainsAny('\'', '"', '\\') && Unquoted(step, word, raw) is { } unquoted) yield return unquoted;
                }
    }

    private static Diagnostic? Unquoted(LintStep step, LintWord word, string raw)
    {
        var ampersand = word.End < step.Source.Length && step.Source[word.End] == '&' && word.End + 1 < step.Source.Length && char.IsLetter(step.Source[word.End + 1]);
        if (ampersand)
        {
            var end = word.End;
            while (end < step.Source.Length && !char.IsWhiteSpace(step.Source[end]) && step.Source[end] is not ('\'' or '"' or '|')) end++;
            var whole = step.Source[word.Start..end];
            return step.At(DiagnosticSeverity.Error, DiagnosticCodes.UnquotedUrl, "A shell ends the command at the & of this address and runs it in the background. Put the address in quotes.", word.Start, end - word.Start, "Put it in quotes", Quoted(whole));
        }
        return raw.Contains('?')
            ? step.At(DiagnosticSeverity.Info, DiagnosticCodes.UnquotedUrl, "A ? outside quotes stands for any character: zsh refuses this line, and other shells do where a file has a fitting name. Put the address in quotes.", word, "Put it in quotes", Quoted(raw))
            : null;
    }

    /// <summary>Null where something is still to be filled in, which quotes might keep from being seen.</summary>
    private static string? Quoted(string raw) => raw.AsSpan().ContainsAny(Places) ? null : $"'{raw}'";

    private static Diagnostic? Unencoded(LintStep step, LintCommand command, LintWord word, string raw)
    {
        var at = word.Text.IndexOf("?query=", StringComparison.Ordinal);
        if (at < 0 || command.Program != "curl") return null;
        var query = word.Text[(at + "?query=".Length)..];
        if (!query.AsSpan().ContainsAny(Unsafe)) return null;
        var certain = raw is ['\'', .., '\''] && !query.AsSpan().ContainsAny("&%'$") && !command.Has("-G", "--get", "-d", "--data", "--data-urlencode");
        return step.At(DiagnosticSeverity.Warning, DiagnosticCodes.UnencodedQuery, "This query holds blanks or brackets, which curl and servers refuse in an address. Let curl encode it: curl -G ADDRESS --data-urlencode 'query=…'.",
            word, certain ? "Let curl encode it" : null, certain ? $"-G '{word.Text[..at]}' --data-urlencode 'query={query}'" : null);
    }
}
