using System.Globalization;
using System.Text.RegularExpressions;
using OpsPortal.Checks.Judging;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Checks;

/// <summary>Something that a runbook says and nobody checks yet.</summary>
/// <param name="Says">As the runbook has it: "&lt; 200 ms (p95), acceptable &lt; 500 ms".</param>
/// <param name="Form">What the dialog begins with.</param>
public sealed record CheckProposal(string Says, CheckForm Form);

/// <summary>From thresholds and alert rules of runbooks to checks that somebody has only to complete.</summary>
public static partial class CheckProposals
{
    /// <param name="made">The facts that checks were made from.</param>
    public static IReadOnlyList<CheckProposal> Of(SystemSheet sheet, IReadOnlySet<string> made)
    {
        var policy = SystemPolicy.Of(sheet);
        return [.. policy.Rules.Select(r => Rule(sheet.System.Slug, r)).Concat(policy.Checks.Select(c => Threshold(sheet.System.Slug, c))).Where(p => !made.Contains(p.Form.Fact!))];
    }

    /// <summary>A rule fires where its expression holds; the check passes where it does not.</summary>
    internal static CheckProposal Rule(string system, AlertRuleDefinition rule)
    {
        var form = new CheckForm(rule.Name, system, Fact: $"{FactKind.Rule}/{rule.Key}", Severity: rule.Severity);
        // a comparison within brackets belongs to what is compared
        if (Compared().Match(rule.Expression.Trim()) is { Success: true } parts && Balanced(parts.Groups["left"].Value) && Opposite(parts.Groups["op"].Value) is { } well
            && double.TryParse(parts.Groups["right"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound))
            form = form with { Spec = new PrometheusCheck(parts.Groups["left"].Value.Trim()), Thresholds = new(well, bound) };
        else form = form with { Spec = new PrometheusCheck(rule.Expression.Trim(), NothingPasses: true) };
        if (rule.For is { } lasting && lasting > TimeSpan.FromMinutes(1) && (int)Math.Ceiling(lasting.TotalMinutes) is var runs && runs <= Damping.Most) form = form with { Damping = new(runs, runs, Math.Min(runs, 2)) };
        return new($"alert where {rule.Expression.Trim()}{(rule.For is { } time ? $" for {DurationWords.Show(time)}" : "")}", form);
    }

    internal static CheckProposal Threshold(string system, CheckDefinition definition)
    {
        var thresholds = new Thresholds(definition.Comparison is "<" or "<=" or ">" or ">=" or "=" ? definition.Comparison : "<", (double?)definition.Target, (double?)definition.Acceptable, definition.Unit);
        if (thresholds.Wrong is not null) thresholds = thresholds with { Acceptable = null };
        var aggregate = definition.Aggregate is { Length: > 0 } word ? $" ({word})" : "";
        return new($"{thresholds.Shown}{aggregate}", new(definition.Metric + aggregate, system, Spec: new PrometheusCheck(""), Thresholds: thresholds, Fact: $"{FactKind.Check}/{definition.Key}"));
    }

    private static string? Opposite(string comparison) => comparison switch { ">" => "<=", ">=" => "<", "<" => ">=", "<=" => ">", _ => null };

    private static bool Balanced(string text)
    {
        var depth = 0;
        foreach (var c in text)
            if (c is '(' or '{' or '[') depth++;
            else if (c is ')' or '}' or ']' && --depth < 0) return false;
        return depth == 0;
    }

    [GeneratedRegex(@"^(?<left>.+?)\s*(?<op>>=|<=|>|<)\s*(?<right>-?\d+(\.\d+)?(e[+-]?\d+)?)$", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Compared();
}
