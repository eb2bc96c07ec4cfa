using System.Globalization;
using System.Text;

namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary><c>@csv</c> and the others.</summary>
internal static class JqFormats
{
    public static string Apply(string format, JqValue value) => format switch
    {
        "text" => Text(value),
        "json" => JqWriter.Compact(value),
        "csv" => Row(value, "csv", ',', text => $"\"{text.Replace("\"", "\"\"")}\""),
        "tsv" => Row(value, "tsv", '\t', text => text.Replace("\\", "\\\\").Replace("\t", "\\t").Replace("\n", "\\n").Replace("\r", "\\r")),
        "html" => Text(value).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("'", "&#39;").Replace("\"", "&quot;"),
        "uri" => Uri(Text(value)),
        "sh" => Shell(value),
        "base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(value))),
        _ => Decoded(value),
    };

    private static string Text(JqValue value) => value is JqString text ? text.Value : JqWriter.Compact(value);

    private static string Row(JqValue value, string format, char separator, Func<string, string> quote)
    {
        if (value is not JqArray row) throw new JqException($"{value.Type} ({JqWriter.Short(value)}) cannot be {format}-formatted, only an array can be");
        return string.Join(separator, row.Items.Select(item => item switch
        {
            JqString text => quote(text.Value),
            JqNull => "",
            JqNumber or JqBool => JqWriter.Compact(item),
            _ => throw new JqException($"{item.Type} ({JqWriter.Short(item)}) is not valid in a csv row"),
        }));
    }

    private static string Uri(string text)
    {
        var result = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~') result.Append((char)b);
            else result.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        return result.ToString();
    }

    private static string Shell(JqValue value) => string.Join(' ', (value is JqArray array ? array.Items : [value]).Select(item => item switch
    {
        JqString text => $"'{text.Value.Replace("'", "'\\''")}'",
        JqArray or JqObject => throw new JqException($"{item.Type} ({JqWriter.Short(item)}) can not be escaped for shell"),
        _ => JqWriter.Compact(item),
    }));

    private static string Decoded(JqValue value)
    {
        var text = Text(value);
        // as much as is there counts, with or without its padding
        var digits = text.TrimEnd('=');
        try
        {
            if (digits.Length % 4 == 1) digits = digits[..^1];
            if (digits.Length == 0 && text.Length > 0) throw new FormatException();
            return Encoding.UTF8.GetString(Convert.FromBase64String(digits.PadRight((digits.Length + 3) / 4 * 4, '=')));
        }
        catch (FormatException)
        {
            throw new JqException($"{value.Type} ({JqWriter.Short(value)}) is not valid base64 data");
        }
    }
}
