using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Docker;

/// <summary>What runs when the sandbox begins: the project of the compose file that lies beside this, as compose would have made it.</summary>
internal static class DockerSeed
{
    public const string Project = "structured-prompt";

    public static readonly TimeSpan Age = TimeSpan.FromDays(5);

    public static string ComposeFile
    {
        get
        {
            using var text = new StreamReader(typeof(DockerSeed).Assembly.GetManifestResourceStream("Docker/compose.yaml")!);
            return text.ReadToEnd();
        }
    }

    public static IEnumerable<(string Name, JsonObject Config)> Containers() =>
    [
        ("api-server", Container("api", "structured-prompt/api:2.2.0", ["uvicorn", "app.main:app", "--host", "0.0.0.0"], "8000/tcp", "", null, "postgres:service_healthy:false,redis:service_started:false")),
        ("postgres", Container("postgres", "structured-prompt/postgres:15", ["docker-entrypoint.sh", "postgres"], "5432/tcp", "127.0.0.1", $"{Project}_postgres_data:/var/lib/postgresql/data:rw", "")),
        ("redis", Container("redis", "structured-prompt/redis:7", ["docker-entrypoint.sh", "redis-server"], "6379/tcp", "127.0.0.1", $"{Project}_redis_data:/data:rw", "")),
    ];

    private static JsonObject Container(string service, string image, string[] command, string port, string address, string? volume, string needs) => new()
    {
        ["Image"] = image,
        ["Cmd"] = new JsonArray([.. command.Select(c => (JsonNode?)c)]),
        ["Env"] = service == "api" ? new JsonArray("DB_HOST=postgres", "REDIS_HOST=redis", "CACHE_DEFAULT_TTL=3600") : new JsonArray(),
        ["ExposedPorts"] = new JsonObject { [port] = new JsonObject() },
        ["Labels"] = new JsonObject
        {
            ["com.docker.compose.config-hash"] = "0",
            ["com.docker.compose.container-number"] = "1",
            ["com.docker.compose.depends_on"] = needs,
            ["com.docker.compose.oneoff"] = "False",
            ["com.docker.compose.project"] = Project,
            ["com.docker.compose.service"] = service,
        },
        ["HostConfig"] = new JsonObject
        {
            ["NetworkMode"] = $"{Project}_default",
            ["Binds"] = volume is null ? new JsonArray() : new JsonArray(volume),
            ["PortBindings"] = new JsonObject { [port] = new JsonArray(new JsonObject { ["HostIp"] = address, ["HostPort"] = port.Split('/')[0] }) },
            ["RestartPolicy"] = new JsonObject { ["Name"] = "unless-stopped", ["MaximumRetryCount"] = 0 },
        },
        ["NetworkingConfig"] = new JsonObject { ["EndpointsConfig"] = new JsonObject { [$"{Project}_default"] = new JsonObject { ["Aliases"] = new JsonArray(service) } } },
    };
}
