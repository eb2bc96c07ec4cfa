using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Http.Tiers;

/// <summary>What the APIs of all three tiers have in common.</summary>
internal static class TierRoutes
{
    /// <summary>With and without <c>/api/v1</c> the paths mean the same.</summary>
    public static string Path(string path)
    {
        var bare = path.StartsWith("/api/v1/", StringComparison.Ordinal) ? path[7..] : path;
        return bare.Length > 1 ? bare.TrimEnd('/') : bare;
    }

    public static bool IsHealth(string path) => Path(path) is "/health/live" or "/health/status" or "/";

    /// <summary>Null where the path is none that every tier has.</summary>
    public static ServiceAnswer? Common(string method, string path, Backend backend, string tier) => (method, path) switch
    {
        ("GET" or "HEAD", "/") => ServiceAnswer.Json(new JsonObject { ["service"] = "tier-api", ["tier"] = tier, ["version"] = backend.Version }),
        ("GET" or "HEAD", "/health/live") => ServiceAnswer.Json(new JsonObject { ["status"] = "alive" }),
        ("GET" or "HEAD", "/health/status") => Status(backend, tier),
        (_, "/" or "/health/live" or "/health/status") => ServiceAnswer.WrongMethod(method, path, "GET, HEAD"),
        _ => null,
    };

    private static ServiceAnswer Status(Backend backend, string tier)
    {
        var body = backend.Health(backend.StatusWord);
        body["tier"] = tier;
        body["database"] = backend.IsUp("DB_HOST") ? "up" : "down";
        body["ai_provider"] = backend.IsFailing ? "degraded" : "up";
        return ServiceAnswer.Json(body, backend.StatusCode);
    }
}
