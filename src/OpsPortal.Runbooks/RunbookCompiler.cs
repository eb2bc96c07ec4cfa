using System.Security.Cryptography;
using System.Text;
using OpsPortal.Runbooks.Diagnostics;
using OpsPortal.Runbooks.Diagnostics.Lint;
using OpsPortal.Runbooks.Markdown;
using OpsPortal.Runbooks.Markdown.Facts;

namespace OpsPortal.Runbooks;

/// <summary>Markdown in, a runbook out. Pure and total: the same text gives the same result, and no text makes it throw.</summary>
public static class RunbookCompiler
{
    /// <param name="text">The whole document.</param>
    /// <param name="name">Title for a document without a heading, e.g. its file name.</param>
    public static CompiledRunbook Compile(string text, string name = "Untitled runbook")
    {
        var clean = RunbookText.From(text);
        var (closed, unclosed) = FenceRepair.Close(clean.Text);
        var reader = new DocumentReader(closed);
        reader.Read(MarkdownBlocks.Parse(closed));
        var sections = reader.Sections;
        var steps = Linter.Check(closed, reader.Steps.All, reader.Steps.StatementOf);
        var facts = DocumentFacts.Of(sections, steps);
        return new()
        {
            Title = reader.Title ?? name,
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            Sections = sections,
            Steps = steps,
            Parameters = reader.Steps.Parameters,
            Checklists = reader.Checklists,
            Alerts = reader.Alerts,
            Severities = reader.Severities,
            AlertRules = facts.AlertRules,
            Thresholds = facts.Thresholds,
            Contacts = facts.Contacts,
            Links = facts.Links,
            MaintenanceWindows = facts.Windows,
            Escalation = facts.Escalation,
            Diagnostics = [.. clean.Diagnostics.Concat(unclosed).Concat(reader.Diagnostics).Concat(Missing(clean, reader)).Concat(SecretScan.Of(clean.Text)).Concat(Linter.Check(sections, facts.AlertRules)).OrderBy(d => d.Line)],
        };
    }

    private static IEnumerable<Diagnostic> Missing(RunbookText text, DocumentReader reader)
    {
        if (!text.Readable) yield break;
        if (reader.Title is null)
            yield return new(DiagnosticSeverity.Info, DiagnosticCodes.NoHeading,
                "The document has no heading, so its file name serves as its title. Begin it with \"# \" and a title.", 1);
        if (reader.Steps.All.Count == 0)
            yield return new(DiagnosticSeverity.Info, DiagnosticCodes.NoSteps,
                "There is nothing to do in this document: no command in a fence, and no numbered procedure.", 1);
    }
}
