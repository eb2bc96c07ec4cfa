using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpsPortal.Runbooks.Actions.Web;

/// <summary>
/// Text of a request, cut where a parameter stands, so that a value can never say more than its place allows: no second query
/// parameter, no way out of a folder, no second field of a JSON body.
/// </summary>
public sealed record WebText(IReadOnlyList<WebPart> Parts)
{
    public static WebText Plain(string text) => new([.. Cut(text).Select(p => new WebPart(p.Text))]);

    /// <summary>What is sent, once its places are filled.</summary>
    /// <exception cref="WebTextException">A value cannot stand at its place.</exception>
    public string Text() => string.Concat(Parts.Select(p => p.Encoded()));

    /// <summary>As written, places included.</summary>
    public string Template() => string.Concat(Parts.Select(p => p.Text));

    internal static IEnumerable<(string Text, bool IsPlace)> Cut(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf(ParameterText.Open, at);
            var close = open < 0 ? -1 : text.IndexOf(ParameterText.Close, open);
            if (close < 0) break;
            if (open > at) yield return (text[at..open], false);
            yield return (text[open..(close + 1)], true);
            at = close + 1;
        }
        if (at < text.Length) yield return (text[at..], false);
    }
}

/// <param name="Text">A literal that is ready to be sent, or one place.</param>
/// <param name="Encoding">How the value of the place is written.</param>
public sealed record WebPart(string Text, PartEncoding Encoding = PartEncoding.None)
{
    private static readonly JsonEncodedText Empty = JsonEncodedText.Encode("");

    /// <exception cref="WebTextException">The value cannot stand here.</exception>
    public string Encoded() => Encoding switch
    {
        PartEncoding.Segment when Text is "." or ".." => throw new WebTextException($"\"{Text}\" cannot stand in an address: it would lead elsewhere. Give another value."),
        PartEncoding.Segment => Uri.EscapeDataString(Text),
        PartEncoding.Path when Text.Split('/').Any(s => s is "." or "..") => throw new WebTextException($"\"{Text}\" cannot stand in an address: it would lead elsewhere. Give another value."),
        PartEncoding.Path => string.Join('/', Text.Split('/').Select(Uri.EscapeDataString)),
        PartEncoding.JsonString => Escaped(Text),
        PartEncoding.JsonValue => IsScalar(Text) ? Text : $"\"{Escaped(Text)}\"",
        _ => Text,
    };

    private static string Escaped(string text) => (text.Length == 0 ? Empty : JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)).ToString();

    private static bool IsScalar(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>How the value of a place is written into a request.</summary>
public enum PartEncoding
{
    /// <summary>As it is.</summary>
    None,

    /// <summary>Percent-encoded, slashes too: one segment of a path, or one value of a query.</summary>
    Segment,

    /// <summary>Percent-encoded between its slashes.</summary>
    Path,

    /// <summary>Inside the quotes of a JSON string.</summary>
    JsonString,

    /// <summary>Where JSON wants a value: a number, <c>true</c> and the like stay, everything else becomes a string.</summary>
    JsonValue,
}

/// <summary>A value cannot stand at its place; the message says which and what to do.</summary>
public sealed class WebTextException(string message) : Exception(message);
