using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary>Texts that differ from run to run, and by that differ only in value: times, ids, versions, addresses, names with a hash.</summary>
internal static partial class VaryingText
{
    private static readonly Regex[] Shapes = [Time(), Age(), Uuid(), Version(), Address(), Hex(), Generated(), Clock()];

    /// <summary>Whether both are of one shape that varies.</summary>
    public static bool Alike(string expected, string actual) => expected.Length <= 300 && actual.Length <= 300 && Array.Exists(Shapes, s => s.IsMatch(expected) && s.IsMatch(actual))
        && (!Generated().IsMatch(expected) || Stem(expected) == Stem(actual));

    /// <summary><c>...</c>, <c>&lt;pod-name&gt;</c>, <c>xxx</c>: anything may stand there.</summary>
    public static bool IsPlaceholder(string text) => Place().IsMatch(text);

    /// <summary>What a generated name begins with: the workload.</summary>
    private static string Stem(string name) => Generated().Match(name) is { Success: true } match ? match.Groups["stem"].Value : "";

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$")]
    private static partial Regex Time();

    [GeneratedRegex(@"^\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?$")]
    private static partial Regex Clock();

    [GeneratedRegex(@"^\(?(?:\d{1,6}[dhmsy]){1,4}\)?$")]
    private static partial Regex Age();

    [GeneratedRegex("^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"^v?\d{1,6}\.\d{1,6}(?:\.\d{1,6}){0,2}(?:[-+][\w.-]{1,60})?$")]
    private static partial Regex Version();

    [GeneratedRegex(@"^\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?:/\d{1,2})?$")]
    private static partial Regex Address();

    [GeneratedRegex("^(?=.*[0-9])[0-9a-f]{12,64}$")]
    private static partial Regex Hex();

    // the alphabet of names that Kubernetes generates
    [GeneratedRegex("^(?<stem>[a-z0-9/-]{1,200}?)(?:-[bcdfghjklmnpqrstvwxz2456789]{8,10})?-[bcdfghjklmnpqrstvwxz2456789]{5}$")]
    private static partial Regex Generated();

    [GeneratedRegex(@"^(?:\.{3,}|…|<[^<>]{1,80}>|\[[^\[\]]{1,80}\]|\{\{?[^{}]{1,80}\}\}?|x{2,}|X{2,}|\*+|YOUR[_-]\w+)$")]
    private static partial Regex Place();
}
