using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Http.Bots;

/// <summary>The Discord bot's unified system.</summary>
internal sealed class BotApi : ISystemApi
{
    public bool IsHealth(string path) => path.StartsWith("/health", StringComparison.Ordinal);

    public ServiceAnswer Answer(ServiceRequest request, Backend backend) => (request.Method, request.Path.TrimEnd('/')) switch
    {
        ("GET" or "HEAD", "/health") => ServiceAnswer.Json(backend.Health(backend.StatusWord), backend.StatusCode),
        ("GET" or "HEAD", "/health/detailed") => Detailed(backend),
        (_, "/health" or "/health/detailed") => ServiceAnswer.WrongMethod(request.Method, request.Path, "GET, HEAD"),
        _ => ServiceAnswer.NotFound(request.Path),
    };

    private static ServiceAnswer Detailed(Backend backend)
    {
        static string Word(bool well) => well ? "healthy" : "unhealthy";
        var (cpu, memory) = backend.Usage();
        return ServiceAnswer.Json(new JsonObject
        {
            ["status"] = backend.StatusWord,
            ["components"] = new JsonObject
            {
                ["database"] = Word(backend.IsUp("DB_HOST")),
                ["cache"] = Word(backend.IsUp("REDIS_HOST")),
                // Kept in the database.
                ["vector_store"] = Word(backend.IsUp("DB_HOST")),
                ["external_apis"] = backend.IsFailing ? "degraded" : "healthy",
            },
            ["metrics"] = new JsonObject { ["response_time"] = backend.SlowMilliseconds, ["memory_usage"] = memory, ["cpu_usage"] = cpu },
        }, backend.StatusCode);
    }
}
