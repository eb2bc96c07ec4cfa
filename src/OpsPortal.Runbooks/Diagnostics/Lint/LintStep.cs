using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Diagnostics.Lint;

/// <summary>A step as rules look at it; what takes time to find out is found out once.</summary>
internal sealed class LintStep(Step step, Statement statement, LintDocument document)
{
    private IReadOnlyList<LintCommand>? commands;
    private IReadOnlyList<SqlText>? sql;
    private IReadOnlyList<QueryText>? queries;
    private IReadOnlyList<KubectlLine>? kubectl;
    private string? lower;

    public Step Step => step;
    public string Source => step.Source;
    public Statement Statement => statement;
    public LintDocument Document => document;
    public IReadOnlyList<LintCommand> Commands => commands ??= CommandWalk.Of(statement);

    /// <summary>The SQL that it runs.</summary>
    public IReadOnlyList<SqlText> Sql => sql ??= SqlText.Of(this);

    /// <summary>The PromQL that it asks.</summary>
    public IReadOnlyList<QueryText> Queries => queries ??= QueryText.Of(this);

    /// <summary>Whether the source holds a word at all, whatever its case there.</summary>
    /// <param name="word">In lower case: every rule asks this first, and a comparison that folds the case takes ten times as long.</param>
    public bool Mentions(string word) => (lower ??= step.Source.ToLowerInvariant()).Contains(word, StringComparison.Ordinal);

    /// <summary>Only kubectl's commands, and only where there are any.</summary>
    public IReadOnlyList<KubectlLine> Kubectl => kubectl ??= Mentions("kubectl ") || Mentions("oc ") ? [.. Commands.Where(c => c.Program is "kubectl" or "oc").Select(c => new KubectlLine(c))] : [];

    /// <summary>A diagnostic at a place of the source, with a fix where a replacement is given.</summary>
    /// <param name="offset">In the source; -1 means the step's first line.</param>
    public Diagnostic At(DiagnosticSeverity severity, string code, string message, int offset, int length, string? title = null, string? replacement = null)
    {
        if (offset < 0 || length <= 0 || offset + length > Source.Length || document.Place(step, offset) is not var (line, column))
            return new(severity, code, message, step.Line);
        var text = Source.Substring(offset, length);
        var oneLine = !text.Contains('\n');
        return new(severity, code, message, line, column)
        {
            EndColumn = oneLine ? column + length : null,
            Fix = oneLine && title is not null && replacement is not null ? new(title, line, column, text, replacement) : null,
        };
    }

    public Diagnostic At(DiagnosticSeverity severity, string code, string message, LintWord word, string? title = null, string? replacement = null) =>
        At(severity, code, message, word.Start, word.End - word.Start, title, replacement);

    /// <summary>A word as it is written, quotes included; empty where its place is not known.</summary>
    public string Raw(LintWord word) => word.Start >= 0 && word.End <= Source.Length && word.Start < word.End ? Source[word.Start..word.End] : "";
}
