using OpsPortal.Runbooks.Documents;

namespace OpsPortal.Runbooks.Markdown.Facts;

/// <summary>
/// Alert rules in a fence, read line by line: the annotations of real rules (<c>{{ $value }}</c> without quotes) are often no valid YAML,
/// and a rule beside a broken one is still a rule.
/// </summary>
internal static class AlertRuleReader
{
    public static IEnumerable<AlertRule> In(Listing listing)
    {
        if (!listing.Text.Contains("alert:", StringComparison.Ordinal)) yield break;
        var lines = listing.Text.Split('\n');
        // the fence's own line stands above its first one
        var first = listing.Line + 1;
        for (var i = 0; i < lines.Length; i++)
        {
            if (Key(lines[i]) is not ("alert", { Length: > 0 } name)) continue;
            var indent = KeyIndent(lines[i]);
            var from = Begin(lines, i, indent);
            var rule = Fields(lines, from, indent);
            if (rule.GetValueOrDefault("expr") is not { Length: > 0 } expression) continue;
            var labels = rule.Where(p => p.Key.StartsWith("labels.", StringComparison.Ordinal)).ToDictionary(p => p.Key["labels.".Length..], p => p.Value);
            yield return new(name, expression, rule.GetValueOrDefault("for") is { } time ? DurationText.Of(time) : null, labels.GetValueOrDefault("severity")?.ToLowerInvariant(), labels,
                rule.GetValueOrDefault("annotations.summary") ?? rule.GetValueOrDefault("annotations.description") ?? rule.GetValueOrDefault("annotations.message"), first + i);
        }
    }

    /// <summary>The item's first line: <c>alert</c> need not be its first key.</summary>
    private static int Begin(string[] lines, int at, int indent)
    {
        while (at > 0 && !lines[at].AsSpan().TrimStart().StartsWith("- ") && (KeyIndent(lines[at - 1]) >= indent || string.IsNullOrWhiteSpace(lines[at - 1]))) at--;
        return at;
    }

    /// <summary>Keys of the item and, joined with a point, those one level below.</summary>
    private static Dictionary<string, string> Fields(string[] lines, int from, int indent)
    {
        Dictionary<string, string> fields = [];
        var above = "";
        for (var i = from; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]) || lines[i].AsSpan().TrimStart()[0] == '#') continue;
            var depth = KeyIndent(lines[i]);
            if (i > from && (depth < indent || (depth == indent && lines[i].AsSpan().TrimStart().StartsWith("- ")))) break;
            if (Key(lines[i]) is not var (key, value)) continue;
            if (depth == indent) above = value.Length == 0 ? key + "." : "";
            else if (above.Length == 0) continue;
            if (value is "" or "|" or ">" or "|-" or ">-" or "|+" or ">+" && Below(lines, ref i, depth) is { Length: > 0 } text && (value.Length > 0 || key is "expr" or "summary")) value = text;
            fields.TryAdd(depth == indent ? key : above + key, value);
        }
        return fields;
    }

    /// <summary>A text that goes on below its key, deeper than it; nothing is taken where keys stand there.</summary>
    private static string Below(string[] lines, ref int at, int depth)
    {
        List<string> text = [];
        var i = at + 1;
        for (; i < lines.Length && (string.IsNullOrWhiteSpace(lines[i]) || Indent(lines[i]) > depth); i++)
            if (!string.IsNullOrWhiteSpace(lines[i])) text.Add(lines[i].Trim());
        if (Key(lines[at]) is not (_, { Length: > 0 }) && text is [var first, ..] && Key(first) is not null && !first.Contains('(')) return "";
        at = i - 1;
        return string.Join(' ', text);
    }

    private static (string Key, string Value)? Key(string line)
    {
        var text = line.AsSpan().Trim();
        if (text.StartsWith("- ")) text = text[2..].TrimStart();
        var colon = text.IndexOf(':');
        if (colon <= 0 || colon > 80 || (colon + 1 < text.Length && text[colon + 1] != ' ')) return null;
        foreach (var c in text[..colon])
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.' or '/')) return null;
        return (text[..colon].ToString(), Scalar(text[(colon + 1)..].Trim()));
    }

    /// <summary>Without quotes, and without a comment behind it.</summary>
    private static string Scalar(ReadOnlySpan<char> text)
    {
        if (text.Length > 1 && text[0] is '"' or '\'' && text[1..].LastIndexOf(text[0]) is >= 0 and var close)
        {
            var inner = text.Slice(1, close).ToString();
            return text[0] == '"' ? inner.Replace("\\\"", "\"").Replace("\\\\", "\\") : inner.Replace("''", "'");
        }
        var comment = text.IndexOf(" #");
        return (comment < 0 ? text : text[..comment].TrimEnd()).ToString();
    }

    /// <summary>Where the key begins: behind the dash of an item.</summary>
    private static int KeyIndent(string line)
    {
        var indent = Indent(line);
        if (!line.AsSpan(indent).StartsWith("- ")) return indent;
        return indent + 2 + Indent(line[(indent + 2)..]);
    }

    private static int Indent(string line) => line.AsSpan().IndexOfAnyExcept(' ') is >= 0 and var at ? at : line.Length;
}
