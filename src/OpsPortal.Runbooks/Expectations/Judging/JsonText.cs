using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary>JSON in a text; reading it never throws, whatever a program printed.</summary>
internal static partial class JsonText
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static JsonElement? Parse(string text)
    {
        try
        {
            // half a character, escaped or not, would make the reader throw later
            var clean = text.Contains("\\ud", StringComparison.OrdinalIgnoreCase) ? HalfCharacter().Replace(text, "\\ufffd") : text;
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(clean), Lenient);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The output as one JSON value, whatever headers or notes stand before it; null where it is none.</summary>
    public static JsonElement? Read(IReadOnlyList<SubjectLine> lines)
    {
        var first = 0;
        while (first < lines.Count && lines[first].Text.AsSpan().TrimStart() is not ['{' or '[', ..]) first++;
        return first == lines.Count ? null : Parse(string.Join('\n', lines.Skip(first).Select(l => l.Text)));
    }

    [GeneratedRegex(@"\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f][0-9a-f]{2})|(?<!\\ud[89ab][0-9a-f]{2})\\ud[c-f][0-9a-f]{2}", RegexOptions.IgnoreCase)]
    private static partial Regex HalfCharacter();
}
