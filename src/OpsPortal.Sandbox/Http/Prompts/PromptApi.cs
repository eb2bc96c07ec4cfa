using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Sandbox.Http.Prompts;

/// <summary>The structured prompt service: health, and the analysis of prompts for those who have a key.</summary>
internal sealed class PromptApi : ISystemApi
{
    private const int RequestsPerHour = 1000;
    private const int LongestPrompt = 20_000;
    private readonly ConcurrentDictionary<(string Key, long Hour), int> used = [];

    public bool IsHealth(string path) => path.TrimEnd('/') == "/v1/health";

    public ServiceAnswer Answer(ServiceRequest request, Backend backend) => (request.Method, request.Path.TrimEnd('/')) switch
    {
        ("GET" or "HEAD", "/v1/health") => Health(backend),
        ("POST", "/v1/analyze") => Limited(request, backend),
        (_, "/v1/health") => ServiceAnswer.WrongMethod(request.Method, request.Path, "GET, HEAD"),
        (_, "/v1/analyze") => ServiceAnswer.WrongMethod(request.Method, request.Path, "POST"),
        _ => ServiceAnswer.NotFound(request.Path),
    };

    private static ServiceAnswer Health(Backend backend)
    {
        var body = backend.Health(backend.StatusWord);
        body["database"] = backend.IsUp("DB_HOST") ? "ok" : "down";
        body["cache"] = backend.IsUp("REDIS_HOST") ? "ok" : "down";
        return ServiceAnswer.Json(body, backend.StatusCode);
    }

    private ServiceAnswer Limited(ServiceRequest request, Backend backend)
    {
        if (request.Header("X-API-Key") is not { Length: > 0 } key)
            return ServiceAnswer.Error(401, "unauthorized", "The header X-API-Key is missing: send the key that you were given.")
                with
            { Headers = new Dictionary<string, string> { ["WWW-Authenticate"] = "ApiKey" } };
        var hour = backend.Now.ToUnixTimeSeconds() / 3600;
        var count = used.AddOrUpdate((key, hour), 1, (_, before) => before + 1);
        foreach (var past in used.Keys.Where(k => k.Hour < hour)) used.TryRemove(past, out _);
        var reset = (hour + 1) * 3600;
        var headers = new Dictionary<string, string>
        {
            ["X-RateLimit-Limit"] = $"{RequestsPerHour}",
            ["X-RateLimit-Remaining"] = $"{Math.Max(0, RequestsPerHour - count)}",
            ["X-RateLimit-Reset"] = $"{reset}",
        };
        if (count <= RequestsPerHour) return Analyze(request, backend) with { Headers = headers };
        headers["Retry-After"] = $"{reset - backend.Now.ToUnixTimeSeconds()}";
        return ServiceAnswer.Error(429, "rate_limit_exceeded", $"This key may send {RequestsPerHour} requests an hour.") with { Headers = headers };
    }

    private static ServiceAnswer Analyze(ServiceRequest request, Backend backend)
    {
        var (body, refusal) = request.Json();
        if (body is null) return refusal!;
        if (body["prompt"] is null) return ServiceAnswer.Invalid([new("body.prompt", "Field required", "missing")]);
        if (body["prompt"] is not JsonValue value || !value.TryGetValue(out string? prompt)) return ServiceAnswer.Invalid([new("body.prompt", "Input should be a valid string", "string_type")]);
        if (prompt.Trim().Length == 0) return ServiceAnswer.Invalid([new("body.prompt", "String should have at least 1 character", "string_too_short")]);
        if (prompt.Length > LongestPrompt) return ServiceAnswer.Invalid([new("body.prompt", $"String should have at most {LongestPrompt} characters", "string_too_long")]);
        if (!backend.IsUp("DB_HOST")) return ServiceAnswer.Error(503, "database_unavailable", "The database does not answer.");
        var words = prompt.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var hash = Naming.Hash(prompt);
        return ServiceAnswer.Json(new JsonObject
        {
            ["request_id"] = $"{hash:x16}"[..12],
            ["prompt"] = prompt,
            ["analysis"] = new JsonObject
            {
                ["intent"] = prompt.TrimEnd().EndsWith('?') ? "question" : "instruction",
                ["words"] = words.Length,
                ["estimated_tokens"] = (int)Math.Ceiling(prompt.Length / 4.0),
                ["clarity"] = Math.Round(0.6 + hash % 38 / 100.0, 2),
            },
            ["cached"] = backend.IsUp("REDIS_HOST") && hash % 3 == 0,
            ["processing_ms"] = Math.Round((backend.Pressure?.Times.Median ?? 0.1) * 1000, 1),
        });
    }
}
