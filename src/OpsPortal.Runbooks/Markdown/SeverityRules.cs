using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Markdown;

/// <summary>
/// The severities that a document defines, wherever it does: in tables, in lists ("**P2 Incidents**: Escalate within 15 minutes"),
/// or under a heading of their own. What is said of one name in several places becomes one rule.
/// </summary>
internal sealed class SeverityRules
{
    /// <summary>Characters; what a document says beyond is still read there.</summary>
    private const int LongestMeaning = 2_000;

    private readonly Dictionary<string, SeverityRule> rules = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Diagnostic> diagnostics = [];

    /// <summary>The severity whose heading is open.</summary>
    private string? open;

    public IReadOnlyList<SeverityRule> All => [.. rules.Values];
    public IReadOnlyList<Diagnostic> Diagnostics => diagnostics;

    public static string? Meaning(string? qualifier, string text) => (qualifier, text) switch
    {
        (null, "") => null,
        (null, _) => text,
        (_, "") => qualifier,
        _ => $"{qualifier}: {text}",
    };

    public void Add(SeverityRule rule) => rules[rule.Name] = rules.TryGetValue(rule.Name, out var known)
        ? known with
        {
            Meaning = known.Meaning ?? rule.Meaning,
            RespondWithin = known.RespondWithin ?? rule.RespondWithin,
            EscalateAfter = known.EscalateAfter ?? rule.EscalateAfter,
        }
        : rule;

    /// <summary>A heading opens a severity, or closes the one that is open.</summary>
    public void Heading(string heading, int line)
    {
        open = null;
        if (SeverityWord.Name(heading) is not var (name, qualifier)) return;
        Add(new(name, qualifier, null, null, line));
        open = name;
    }

    /// <summary>Whether a list item defines a severity: "**P1 (Critical)**: Service completely unavailable".</summary>
    public static bool Defines(string item) => Label.Of(item) is { } label && SeverityWord.Name(label.Text) is not null;

    /// <summary>Takes a list item: a definition of its own, or a word about the severity whose heading is open.</summary>
    public void Item(string item, int line)
    {
        var label = Label.Of(item);
        if (label is not null && SeverityWord.Name(label.Text) is var (name, qualifier)) Define(name, qualifier, label, line);
        else if (open is not null) Extend(rules[open], label, item, line);
    }

    private void Define(string name, string? qualifier, Label label, int line)
    {
        TimeSpan? respond = null, escalate = null;
        foreach (var clause in label.Rest.Split([',', ';', '.']))
        {
            if (clause.Contains("escalat", StringComparison.OrdinalIgnoreCase)) escalate ??= DurationText.Of(clause);
            else if (Responds(clause)) respond ??= DurationText.Of(clause);
        }
        Add(new(name, Meaning(qualifier, InlineText.Plain(label.Rest)), respond, escalate, line));
    }

    private void Extend(SeverityRule rule, Label? label, string item, int line)
    {
        rules[rule.Name] = label switch
        {
            { Text: var text } when text.Contains("escalat", StringComparison.OrdinalIgnoreCase) => rule with { EscalateAfter = Time(label, line) },
            { Text: var text } when Responds(text) => rule with { RespondWithin = Time(label, line) },
            null when rule.Meaning is { Length: > LongestMeaning } => rule,
            null => rule with { Meaning = rule.Meaning is { } known && known.Contains(':') ? $"{known}; {InlineText.Plain(item)}" : Meaning(rule.Meaning, InlineText.Plain(item)) },
            _ => rule,
        };
    }

    private TimeSpan? Time(Label label, int line)
    {
        var time = DurationText.Of(label.Rest);
        if (time is null)
            diagnostics.Add(new(DiagnosticSeverity.Info, DiagnosticCodes.UnknownDuration,
                $"\"{label.Rest}\" is not a length of time, so no deadline follows from it. Write it as \"15 minutes\" or \"2 hours\".", line));
        return time;
    }

    private static bool Responds(string text) =>
        text.Contains("respon", StringComparison.OrdinalIgnoreCase) || text.Contains("acknowledg", StringComparison.OrdinalIgnoreCase) || text.Contains("address", StringComparison.OrdinalIgnoreCase);
}
