namespace OpsPortal.Sandbox.Http.Bots;

/// <summary>Meta-Prompt-Evolution-Hub.</summary>
internal sealed class HubApi(Lazy<PodMetricsText> metrics) : ISystemApi
{
    public bool IsHealth(string path) => path is "/health" or "/metrics";

    public ServiceAnswer Answer(ServiceRequest request, Backend backend) => (request.Method, request.Path.TrimEnd('/')) switch
    {
        ("GET" or "HEAD", "/health") => Health(backend),
        ("GET" or "HEAD", "/metrics") => metrics.Value.Of(backend),
        (_, "/health" or "/metrics") => ServiceAnswer.WrongMethod(request.Method, request.Path, "GET, HEAD"),
        _ => ServiceAnswer.NotFound(request.Path),
    };

    private static ServiceAnswer Health(Backend backend)
    {
        var body = backend.Health(backend.StatusWord);
        body["database"] = backend.IsUp("DB_HOST") ? "connected" : "disconnected";
        body["cache"] = backend.IsUp("REDIS_HOST") ? "connected" : "disconnected";
        body["response_time_p95_ms"] = backend.SlowMilliseconds;
        return ServiceAnswer.Json(body, backend.StatusCode);
    }
}
