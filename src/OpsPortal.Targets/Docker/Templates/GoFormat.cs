using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Docker.Templates;

/// <summary>The verbs of Go's Printf that templates use: <c>%s %v %d %q %f %t</c> with width, precision and a minus sign.</summary>
internal static partial class GoFormat
{
    private const int Widest = 1000;

    public static string Of(string format, IReadOnlyList<JsonNode?> values)
    {
        var next = 0;
        return Verb().Replace(format, match =>
        {
            if (match.Value == "%%") return "%";
            if (next >= values.Count) return $"%!{match.Groups["verb"].Value}(MISSING)";
            var value = values[next++];
            var text = match.Groups["verb"].Value switch
            {
                "q" => $"\"{GoText.Of(value)}\"",
                "f" => double.TryParse(value?.ToString(), CultureInfo.InvariantCulture, out var number)
                    ? number.ToString($"F{(match.Groups["precision"].Value is { Length: > 0 } digits ? Math.Min(20, int.Parse(digits, CultureInfo.InvariantCulture)) : 6)}", CultureInfo.InvariantCulture) : GoText.Of(value),
                "s" when match.Groups["precision"].Value is { Length: > 0 } most && GoText.Of(value) is var whole && whole.Length > int.Parse(most, CultureInfo.InvariantCulture) => whole[..int.Parse(most, CultureInfo.InvariantCulture)],
                _ => GoText.Of(value),
            };
            if (!int.TryParse(match.Groups["width"].Value, CultureInfo.InvariantCulture, out var width) || width > Widest) return text;
            return match.Groups["minus"].Length > 0 ? text.PadRight(width) : text.PadLeft(width);
        });
    }

    [GeneratedRegex(@"%%|%(?<minus>-?)(?<width>\d{0,4})(?:\.(?<precision>\d{1,4}))?(?<verb>[svdqft])")]
    private static partial Regex Verb();
}
