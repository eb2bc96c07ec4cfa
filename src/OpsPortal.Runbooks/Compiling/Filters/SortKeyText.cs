using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Runbooks.Compiling.Filters;

/// <summary>A key of sort: <c>2</c>, <c>2,2nr</c>, <c>1.3,1.5</c>.</summary>
internal static partial class SortKeyText
{
    [GeneratedRegex(@"^(?<f>\d{1,6})(?:\.(?<c>\d{1,6}))?(?<o>[bfnghrVM]*)(?:,(?<ef>\d{1,6})(?:\.(?<ec>\d{1,6}))?(?<o>[bfnghrVM]*))?$")]
    private static partial Regex Form();

    /// <summary>Null where it is none, or asks for an order that is not understood.</summary>
    public static SortKey? Read(string text)
    {
        var match = Form().Match(text);
        if (!match.Success || match.Groups["f"].Value == "0") return null;
        var options = string.Concat(match.Groups["o"].Captures.Select(c => c.Value));
        return new(int.Parse(match.Groups["f"].Value), Number(match, "c") ?? 1, Number(match, "ef"), Number(match, "ec") ?? 0)
        {
            Reverse = options.Contains('r'),
            IgnoreCase = options.Contains('f'),
            IgnoreLeadingBlanks = options.Contains('b'),
            Order = options.Contains('h') ? SortOrder.HumanNumeric : options.Contains('g') ? SortOrder.GeneralNumeric : options.Contains('n') ? SortOrder.Numeric
                : options.Contains('V') ? SortOrder.Version : options.Contains('M') ? SortOrder.Month : null,
        };
    }

    private static int? Number(Match match, string group) => match.Groups[group] is { Success: true } g ? int.Parse(g.Value) : null;
}
