using System.Globalization;
using System.Text.Json;

namespace OpsPortal.Incidents.Alerts.Formats;

/// <summary>Reads JSON that somebody else wrote: what is wrong is told with its place, what is too long is cut.</summary>
internal static class BodyReader
{
    private const int MostLabels = 100;
    private const int LongestValue = 4_000;

    /// <summary>A problem where the body is no JSON object or list, or where <paramref name="read"/> finds something that cannot be.</summary>
    public static Result<IncomingAlerts> Read(ReadOnlyMemory<byte> body, Func<JsonElement, IncomingAlerts> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return read(document.RootElement);
        }
        catch (JsonException e)
        {
            return Problem.Invalid($"The body is no JSON: {e.Message}");
        }
        catch (BodyException e)
        {
            return Problem.Invalid(e.Message, e.Place);
        }
        catch (InvalidOperationException)
        {
            return Problem.Invalid("The body has text that is no Unicode (half of a surrogate pair).");
        }
    }

    public static JsonElement Object(JsonElement at, string place) =>
        at.ValueKind == JsonValueKind.Object ? at : throw new BodyException($"{place} is {Kind(at)}; it has to be an object.", place);

    public static string? Text(JsonElement at, string name, string place) => !at.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => Clean(value.GetString()!),
        _ => throw new BodyException($"{place}{name} is {Kind(value)}; it has to be a string.", place + name),
    };

    /// <summary>Values that are no strings come as their JSON: senders put numbers into labels.</summary>
    public static Dictionary<string, string> Map(JsonElement at, string name, string place)
    {
        if (!at.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return [];
        return Map(Object(value, place + name));
    }

    public static Dictionary<string, string> Map(JsonElement value)
    {
        Dictionary<string, string> map = [];
        foreach (var member in value.EnumerateObject().Take(MostLabels))
            if (member.Value.ValueKind != JsonValueKind.Null) map[Clean(member.Name)] = Scalar(member.Value);
        return map;
    }

    public static string Scalar(JsonElement value) => Clean(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());

    /// <summary>RFC 3339; null where it is missing or the zero time. Microseconds, as they are stored.</summary>
    public static DateTimeOffset? Time(JsonElement at, string name, string place) =>
        Text(at, name, place) is not { Length: > 0 } text ? null
        : Time(text) is { } time ? time.Year <= 1 ? null : time
        : throw new BodyException($"{place}{name} is \"{AlertKeyText.Whole(text, 60)}\"; it has to be a time as in 2026-03-08T03:12:00Z.", place + name);

    public static DateTimeOffset? Time(string text)
    {
        // Go writes nanoseconds, which is more than a time here has.
        var dot = text.IndexOf('.');
        if (dot > 0)
        {
            var end = dot + 1;
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
            if (end - dot > 7) text = text[..(dot + 7)] + text[end..];
        }
        return text.Length > 0 && char.IsAsciiDigit(text[0]) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond)) : null;
    }

    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null or JsonValueKind.Undefined => "missing",
        _ => "true or false",
    };

    /// <summary>PostgreSQL keeps no NUL.</summary>
    private static string Clean(string text) => AlertKeyText.Whole(text.Replace("\0", ""), LongestValue);
}

/// <summary>Something in a body that cannot be.</summary>
internal sealed class BodyException(string message, string place) : Exception(message)
{
    public string Place => place;
}
