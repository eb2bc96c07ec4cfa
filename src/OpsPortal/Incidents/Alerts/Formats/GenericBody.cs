using System.Text.Json;

namespace OpsPortal.Incidents.Alerts.Formats;

/// <summary>Whatever JSON a sender has, read by the paths of its integration; where there are none, by the names that most senders use.</summary>
public static class GenericBody
{
    private static readonly string[] OverWords = ["resolved", "resolve", "ok", "okay", "closed", "close", "recovered", "recovery", "normal", "up", "cleared", "clear", "done", "success"];
    private static readonly string[] TakenWords = ["acknowledged", "acknowledge", "acked"];

    /// <summary>Alerts that one body may hold.</summary>
    private const int Most = 10_000;

    public static Result<IncomingAlerts> Read(ReadOnlyMemory<byte> body, AlertFields fields, IReadOnlyList<string> groupBy) => BodyReader.Read(body, root =>
    {
        var list = fields.Alerts is { Length: > 0 } path
            ? JsonPath.Find(root, path) ?? throw new BodyException($"There is nothing at {path}, where this integration expects its alerts.", path)
            : root;
        if (list.ValueKind == JsonValueKind.Object) return new([One(list, fields, groupBy, "")]);
        if (list.ValueKind != JsonValueKind.Array) throw new BodyException($"{fields.Alerts ?? "The body"} is {BodyReader.Kind(list)}; it has to be an object or a list of objects.", fields.Alerts ?? "");
        if (list.GetArrayLength() > Most) throw new BodyException($"{fields.Alerts ?? "The body"} has {list.GetArrayLength()} alerts; send at most {Most:N0} at once.", fields.Alerts ?? "");
        return new([.. list.EnumerateArray().Select((alert, n) => One(BodyReader.Object(alert, $"{fields.Alerts}[{n}]"), fields, groupBy, $"[{n}]."))]);
    });

    private static IncomingAlert One(JsonElement alert, AlertFields fields, IReadOnlyList<string> groupBy, string place)
    {
        string? Say(string? path, params string[] usual) =>
            path is { Length: > 0 } ? JsonPath.Text(alert, path) : usual.Select(name => JsonPath.Text(alert, name)).FirstOrDefault(t => !string.IsNullOrWhiteSpace(t));
        var summary = Say(fields.Summary, "summary", "message", "description", "text", "title")?.Trim();
        var name = Say(fields.Name, "alertname", "name", "alert", "title", "check", "rule")?.Trim() ?? summary;
        if (string.IsNullOrEmpty(name))
            throw new BodyException($"{place}{fields.Name ?? "name"} is missing; an alert needs a name. Say in the integration's fields where it is.", $"{place}{fields.Name ?? "name"}");
        var labels = fields.Labels is { Length: > 0 } at ? JsonPath.Find(alert, at) is { ValueKind: JsonValueKind.Object } found ? BodyReader.Map(found) : []
            : alert.TryGetProperty("labels", out var usual) && usual.ValueKind == JsonValueKind.Object ? BodyReader.Map(usual)
            : alert.TryGetProperty("tags", out usual) && usual.ValueKind == JsonValueKind.Object ? BodyReader.Map(usual) : [];
        labels.TryAdd("alertname", name);
        Dictionary<string, string> annotations = alert.TryGetProperty("annotations", out var more) && more.ValueKind == JsonValueKind.Object ? BodyReader.Map(more) : [];
        if (Say(fields.RunbookUrl, "runbook_url", "runbookUrl", "runbook") is { } runbook) annotations["runbook_url"] = runbook;
        var state = State(Say(fields.Status, "status", "state", "event_action", "action"), fields.ResolvedWords);
        var key = Say(fields.Key, "dedup_key", "key", "fingerprint", "id") is { Length: > 0 } given ? AlertKeyText.Fit(given) : AlertKeyText.Fingerprint(labels);
        var group = Say(fields.Group, "groupKey", "group");
        return new(key, state, Time(Say(fields.StartsAt, "startsAt", "started_at"), $"{place}{fields.StartsAt ?? "startsAt"}"), Time(Say(fields.EndsAt, "endsAt", "ended_at"), $"{place}{fields.EndsAt ?? "endsAt"}"), name)
        {
            Severity = Say(fields.Severity, "severity", "level", "priority") ?? labels.GetValueOrDefault("severity"),
            Summary = summary ?? "",
            Labels = labels,
            Annotations = annotations,
            Link = Say(null, "link", "url", "generatorURL"),
            GroupKey = groupBy.Count > 0 ? AlertKeyText.ByLabels(groupBy, labels) : group is { Length: > 0 } ? AlertKeyText.Fit($"group {group}") : AlertKeyText.ByLabels(["alertname"], labels),
        };
    }

    private static AlertState State(string? word, IReadOnlyList<string> over) =>
        word is null ? AlertState.Firing
        : (over.Count > 0 ? over : OverWords).Contains(word.Trim(), StringComparer.OrdinalIgnoreCase) ? AlertState.Resolved
        : TakenWords.Contains(word.Trim(), StringComparer.OrdinalIgnoreCase) ? AlertState.Acknowledged : AlertState.Firing;

    private static DateTimeOffset? Time(string? text, string place) =>
        string.IsNullOrWhiteSpace(text) ? null
        : long.TryParse(text, out var number) ? Unix(number, place)
        : BodyReader.Time(text) is { } time ? time.Year <= 1 ? null : time
        : throw new BodyException($"{place} is \"{AlertKeyText.Whole(text, 60)}\"; it has to be a time as in 2026-03-08T03:12:00Z, or seconds since 1970.", place);

    // Milliseconds where seconds would lie in a far future.
    private static DateTimeOffset Unix(long number, string place) => number is < 0 or > 100_000_000_000_000
        ? throw new BodyException($"{place} is {number}; it has to be seconds or milliseconds since 1970.", place)
        : number > 100_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds(number) : DateTimeOffset.FromUnixTimeSeconds(number);
}

/// <summary>Paths such as <c>alert.tags[0].value</c>; a <c>$.</c> before them is left aside.</summary>
public static class JsonPath
{
    public static JsonElement? Find(JsonElement at, string path)
    {
        foreach (var part in Parts(path))
        {
            if (part is ['[', .. var digits, ']'])
            {
                if (at.ValueKind != JsonValueKind.Array || !int.TryParse(digits, out var n) || n < 0 || n >= at.GetArrayLength()) return null;
                at = at[n];
            }
            else if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(part, out at)) return null;
        }
        return at.ValueKind == JsonValueKind.Null ? null : at;
    }

    /// <summary>Null where there is nothing, or no plain value.</summary>
    public static string? Text(JsonElement at, string path) =>
        Find(at, path) is { ValueKind: JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } value ? BodyReader.Scalar(value) : null;

    /// <summary>Null where the path can be read.</summary>
    public static Problem? Check(string path) => Parts(path).All(p => p.Length > 0 && (p[0] != '[' || p is ['[', .. var digits, ']'] && int.TryParse(digits, out _)))
        ? null : Problem.Invalid($"The path {path} cannot be read; write it like alert.tags[0].value.", "fields");

    private static IEnumerable<string> Parts(string path)
    {
        path = path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;
        foreach (var name in path.Split('.'))
        {
            var bracket = name.IndexOf('[');
            if (bracket != 0) yield return bracket < 0 ? name : name[..bracket];
            while (bracket >= 0)
            {
                var next = name.IndexOf('[', bracket + 1);
                yield return next < 0 ? name[bracket..] : name[bracket..next];
                bracket = next;
            }
        }
    }
}
