using OpsPortal.Executions.Output;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Executions.Plans;

/// <summary>Texts of previews, fit to be stored and shown: secrets taken out, and none of them endless.</summary>
internal static class PreviewText
{
    private const int Longest = 256 * 1024;
    private const int MostParts = 500;

    public static ActionPreview Clean(ActionPreview preview, IRedaction redaction) => preview with
    {
        Effects = Clean(preview.Effects, redaction),
        Warnings = Clean(preview.Warnings, redaction),
        Changes = Clean(preview.Changes, redaction),
        Requests = [.. preview.Requests.Take(MostParts).Select(r => new PlannedRequest(Text(r.Target, redaction)!, Text(r.Call, redaction)!, Text(r.Body, redaction)))],
        Preconditions = [.. preview.Preconditions.Select(p => p with { Subject = Text(p.Subject, redaction)!, Fact = Text(p.Fact, redaction)! })],
        Unavailable = Text(preview.Unavailable, redaction),
        Refusal = Text(preview.Refusal, redaction),
        Permission = preview.Permission is { } may ? may with { Sentence = Text(may.Sentence, redaction)! } : null,
        Reversal = Clean(preview.Reversal, redaction),
    };

    public static IReadOnlyList<ObjectChange> Clean(IReadOnlyList<ObjectChange> changes, IRedaction redaction) =>
        [.. changes.Take(MostParts).Select(c => new ObjectChange(Text(c.Subject, redaction)!, Text(c.Before, redaction), Text(c.After, redaction)))];

    public static Reversal Clean(Reversal reversal, IRedaction redaction) => reversal with { Sentence = Text(reversal.Sentence, redaction)! };

    private static IReadOnlyList<string> Clean(IReadOnlyList<string> texts, IRedaction redaction) => [.. texts.Take(MostParts).Select(t => Text(t, redaction)!)];

    private static string? Text(string? text, IRedaction redaction)
    {
        if (text is null) return null;
        if (text.Length > Longest) text = $"{text[..Longest]}\n… {text.Length - Longest:N0} more characters";
        return string.Join('\n', text.Split('\n').Select(redaction.Redact)).Replace("\0", "");
    }
}
