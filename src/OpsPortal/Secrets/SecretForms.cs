using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace OpsPortal.Secrets;

/// <summary>How a value may look in a text: as it is, and as programs encode it.</summary>
internal static class SecretForms
{
    /// <summary>Shorter values would take out ordinary words.</summary>
    public const int ShortestValue = 4;

    /// <summary>An encoded form of a shorter value is found in too many texts that have nothing to do with it.</summary>
    private const int ShortestEncoded = 6;

    /// <summary>Each at most once; none where the value is too short.</summary>
    public static IReadOnlyCollection<string> Of(string value)
    {
        HashSet<string> forms = new(StringComparer.Ordinal);
        var whole = value.Trim();
        foreach (var line in whole.Split('\n').Select(l => l.Trim()).Where(l => l.Length >= ShortestValue)) forms.Add(line);
        if (whole.Length < ShortestValue) return [];
        foreach (var text in whole.Contains('\n') ? [value, whole] : new[] { whole })
        {
            Add(forms, Uri.EscapeDataString(text));
            Add(forms, WebUtility.UrlEncode(text));
            Add(forms, Lower(Uri.EscapeDataString(text)));
            Add(forms, JavaScriptEncoder.Default.Encode(text));
            Add(forms, JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text));
            Add(forms, WebUtility.HtmlEncode(text));
            // a JSON document within another one's string
            Add(forms, JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)));
            if (text.Length < ShortestEncoded) continue;
            var bytes = Encoding.UTF8.GetBytes(text);
            Add(forms, Convert.ToHexString(bytes));
            Add(forms, Convert.ToHexStringLower(bytes));
            for (var before = 0; before < 3; before++) AddBase64(forms, bytes, before);
        }
        // the value with its own line ends only is searched line by line
        forms.RemoveWhere(f => f.Contains('\n'));
        return forms;
    }

    /// <summary>The characters that depend on the value alone when <paramref name="before"/> other bytes (of a group of three) stand before it.</summary>
    private static void AddBase64(HashSet<string> forms, byte[] bytes, int before)
    {
        var text = Convert.ToBase64String([.. new byte[before], .. bytes]);
        var first = before switch { 0 => 0, 1 => 2, _ => 3 };
        var end = (before + bytes.Length) * 8 / 6;
        var core = text[first..end];
        if (core.Length < ShortestEncoded) return;
        forms.Add(core);
        forms.Add(core.Replace('+', '-').Replace('/', '_'));
    }

    private static void Add(HashSet<string> forms, string form)
    {
        if (form.Length >= ShortestValue) forms.Add(form);
    }

    /// <summary>Percent-encoding with lower-case digits.</summary>
    private static string Lower(string escaped) => escaped.Contains('%')
        ? string.Concat(escaped.Select((c, i) => (i > 0 && escaped[i - 1] == '%') || (i > 1 && escaped[i - 2] == '%') ? char.ToLowerInvariant(c) : c))
        : escaped;
}
