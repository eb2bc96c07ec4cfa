using System.Text.Json;

namespace OpsPortal.Runbooks.Expectations.Judging;

internal static class JsonText
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static JsonElement? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
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
}
