using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Label selectors on objects that no server has selected: equality and sets.</summary>
internal static partial class LabelTerms
{
    /// <exception cref="StepRefusal">The selector cannot be understood.</exception>
    public static bool Match(string selector, JsonObject item) => Terms(selector).All(term => Holds(term, item));

    private static IEnumerable<string> Terms(string selector) => TermEnd().Split(selector).Select(t => t.Trim()).Where(t => t.Length > 0);

    private static bool Holds(string term, JsonObject item)
    {
        if (Form().Match(term) is not { Success: true } form) throw new StepRefusal($"'{term}' is no label selector: write it like app=web, app!=web, app in (a,b) or app.");
        var value = item.TextAt("metadata", "labels", form.Groups["key"].Value);
        string[] values = [.. form.Groups["set"].Success ? form.Groups["set"].Value.Split(',').Select(v => v.Trim()) : [form.Groups["value"].Value]];
        return (form.Groups["not"].Success, form.Groups["operator"].Value) switch
        {
            (true, _) => value is null,
            (_, "=" or "==" or "in") => value is not null && values.Contains(value),
            (_, "!=" or "notin") => value is null || !values.Contains(value),
            _ => value is not null,
        };
    }

    [GeneratedRegex(@",(?![^(]*\))")]
    private static partial Regex TermEnd();

    [GeneratedRegex(@"^(?<not>!)?\s*(?<key>[\w./-]+?)\s*(?:(?<operator>==|!=|=)\s*(?<value>[\w.-]*)|\s(?<operator>in|notin)\s*\((?<set>[^)]*)\))?$")]
    private static partial Regex Form();
}
