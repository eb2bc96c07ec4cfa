using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Docker;

/// <summary>Paths of the Engine's API. Names come from runbooks and people, so each is escaped.</summary>
internal static class DockerPath
{
    public static string Container(string name, string rest = "") => $"/containers/{Uri.EscapeDataString(name)}{rest}";

    public static string Of(string kind, string name, string rest = "") =>
        // an image's name holds slashes, and the Engine takes them as they are
        kind == "image" ? $"/images/{string.Join('/', name.Split('/').Select(Uri.EscapeDataString))}{rest}" : $"/{kind}s/{Uri.EscapeDataString(name)}{rest}";

    /// <summary><c>?a=1&amp;b=2</c>, what is null left out.</summary>
    public static string Query(params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        var query = "";
        foreach (var (name, value) in fields)
            if (value is not null) query += $"{(query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}";
        return query;
    }

    /// <summary><c>key=value</c> filters as the Engine takes them: <c>{"key":["value"]}</c>. Null where there are none.</summary>
    public static string? Filters(IEnumerable<string> filters)
    {
        var all = new JsonObject();
        foreach (var filter in filters)
        {
            var parts = filter.Split('=', 2);
            var values = (JsonArray)(all[parts[0]] ??= new JsonArray());
            values.Add(parts.Length > 1 ? parts[1] : "");
        }
        return all.Count == 0 ? null : all.ToJsonString();
    }
}
