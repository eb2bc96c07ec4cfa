using System.Text.Json;
using OpsPortal.Runbooks.Actions.Web;

namespace OpsPortal.Runbooks.Compiling.Web;

/// <summary>The text of a body, with its places written as what they stand in asks for.</summary>
internal static class BodyText
{
    public static bool LooksLikeJson(string text) => text.TrimStart() is ['{' or '[', ..];

    /// <summary>JSON whose values stay inside their quotes.</summary>
    public static WebText Json(string text)
    {
        List<WebPart> parts = [];
        var inString = false;
        foreach (var (piece, isPlace) in WebText.Cut(text))
        {
            parts.Add(new(piece, !isPlace ? PartEncoding.None : inString ? PartEncoding.JsonString : PartEncoding.JsonValue));
            if (isPlace) continue;
            for (var i = 0; i < piece.Length; i++)
                if (inString && piece[i] == '\\') i++;
                else if (piece[i] == '"') inString = !inString;
        }
        return new(parts);
    }

    /// <summary><c>a=1&amp;b=2</c>, whose values add no further pairs.</summary>
    public static WebText Form(string text) => new([.. WebText.Cut(text).Select(p => new WebPart(p.Text, p.IsPlace ? PartEncoding.Segment : PartEncoding.None))]);

    /// <summary>Why a server would not take it for JSON; null where it would.</summary>
    public static string? Fault(string text)
    {
        // places stand inside strings or for a value; either way a 0 there reads as JSON
        var filled = string.Concat(WebText.Cut(text).Select(p => p.IsPlace ? "0" : p.Text));
        try
        {
            using var json = JsonDocument.Parse(filled);
            return null;
        }
        catch (JsonException)
        {
            return filled.Contains('"') ? "it is not valid JSON" : "its names and values have lost their quotes, which the shell takes away; put the whole body in single quotes";
        }
    }
}
