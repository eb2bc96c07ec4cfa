using System.Text.RegularExpressions;
using OpsPortal.Sandbox.Api.Errors;

namespace OpsPortal.Sandbox.Api.Selecting;

/// <summary>A label selector as a query writes it: <c>app=web,tier in (a,b),!canary</c>.</summary>
internal sealed partial record LabelSelector(IReadOnlyList<LabelRequirement> Requirements)
{
    /// <exception cref="ApiError">400 where it cannot be read.</exception>
    public static LabelSelector Parse(string? text) => new([.. Split(text ?? "").Select(Requirement)]);

    public bool Matches(IReadOnlyDictionary<string, string> labels) => Requirements.All(r => r.Matches(labels));

    private static LabelRequirement Requirement(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success) throw ApiError.BadRequest($"unable to parse requirement: found '{text}', expected: !, identifier, or a key with an operator");
        var key = match.Groups["key"].Value;
        var values = match.Groups["value"].Success ? [match.Groups["value"].Value] : match.Groups["values"].Value.Split(',', StringSplitOptions.TrimEntries);
        return match.Groups["op"].Value switch
        {
            "" => new(key, match.Groups["not"].Success ? LabelOperator.DoesNotExist : LabelOperator.Exists, []),
            "=" or "==" or "in" => new(key, LabelOperator.In, values),
            "!=" or "notin" => new(key, LabelOperator.NotIn, values),
            ">" => new(key, LabelOperator.GreaterThan, values),
            _ => new(key, LabelOperator.LessThan, values),
        };
    }

    /// <summary>At the commas that stand outside parentheses.</summary>
    private static IEnumerable<string> Split(string text) => Commas().Split(text).Select(part => part.Trim()).Where(part => part.Length > 0);

    [GeneratedRegex(@",(?![^(]*\))")]
    private static partial Regex Commas();

    [GeneratedRegex(@"^(?:(?<not>!)\s*(?<key>[\w./-]+)|(?<key>[\w./-]+)(?:\s*(?<op>==|=|!=|>|<)\s*(?<value>[\w.-]*)|\s+(?<op>in|notin)\s*\((?<values>[\w.,\s-]*)\))?)$")]
    private static partial Regex Pattern();
}
