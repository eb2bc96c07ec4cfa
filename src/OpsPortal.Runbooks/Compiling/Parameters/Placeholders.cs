using System.Buffers;
using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions;

namespace OpsPortal.Runbooks.Compiling.Parameters;

/// <summary>Finds what an author left for the reader to fill in, in a word whose quotes are gone.</summary>
internal static partial class Placeholders
{
    private const string Kinds = "pod|deployment|deploy|service|svc|node|namespace|ns|container|configmap|secret|job|cronjob|statefulset|daemonset|app|application|cluster|ingress|pvc|hpa|release|image|resource";

    // A place that is there already comes first, so that its name is not taken for another. In braces only what stands alone between
    // the parts of a path or a name: JSON, Go templates, JSONPath and awk have braces of their own.
    [GeneratedRegex(@"\uE000[^\uE001]*\uE001
        |(?<![\\?<(\w])<(?!(?:none|nil|null|unknown|br|p|html|title)>)(?<n>[A-Za-z][\w.-]*(?:[ /][\w.-]+){0,5})>(?!>)
        |(?:(?<=[/=:""@,_.-])|^)\{(?!(?:end|print|next)\})(?<n>[A-Za-z][\w-]*)\}(?=[/?&""@:,_.-]|$)
        |(?<![A-Za-z0-9_$-])(?<n>(?:YOUR|MY)[_-][A-Z0-9_]+|REPLACE_?ME|CHANGE_?ME)(?![A-Za-z0-9_])
        |(?<![\w-])(?<n>your-[a-z0-9]+(?:-[a-z0-9]+)*)(?![\w-])", RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Anywhere();

    // Names of objects are in lower case, so capitals in their place are none.
    [GeneratedRegex(@"^(?:(?<n>[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)*)|\[(?<n>[A-Za-z][\w -]*)\]|(?<n>my-(?:" + Kinds + @"))|(?<n>(?:" + Kinds + @")-(?:name|id))|(?<n>(?:[\w.]+-)*[xX]{3,}(?:-\w+)*))$")]
    private static partial Regex InNamePlace();

    /// <summary>Every place has one of these; most words have none, and to look for them is faster than to try each form.</summary>
    private static readonly SearchValues<string> Signs = SearchValues.Create(["\uE000", "<", "{", "YOUR", "MY", "REPLACE", "CHANGE", "your-"], StringComparison.Ordinal);

    /// <param name="isName">Whether the text stands where an object's name is wanted.</param>
    public static string Replace(string text, bool isName)
    {
        if (isName && text.Length is > 1 and < 100 && InNamePlace().Match(text) is { Success: true } whole) return ParameterText.Place(whole.Groups["n"].Value);
        if (!text.AsSpan().ContainsAny(Signs)) return text;
        return Anywhere().Replace(text, m => m.Value[0] == ParameterText.Open ? m.Value : ParameterText.Place(m.Groups["n"].Value));
    }
}
