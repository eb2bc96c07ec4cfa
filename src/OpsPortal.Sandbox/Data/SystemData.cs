namespace OpsPortal.Sandbox.Data;

/// <summary>What a system keeps in its servers.</summary>
/// <param name="User">Who the binding connects as.</param>
/// <param name="Databases">The first is the one that commands mean which name none. Each is filled by <c>Data/&lt;name&gt;.sql</c>.</param>
/// <param name="Cache">The number of its database in Redis.</param>
internal sealed record SystemData(string System, string User, IReadOnlyList<string> Databases, IReadOnlyList<string> DatabaseBinds, int Cache, IReadOnlyList<string> CacheBinds)
{
    public static IReadOnlyList<SystemData> All { get; } =
    [
        new("discord-intelligence-bot", "postgres", ["unified_system"], ["discord/postgres-pod", "discord/postgres"], 0, ["discord/redis-pod", "discord/redis", "discord/deployment/redis"]),
        new("meta-prompt-evolution-hub", "meta_prompt", ["meta_prompt"], ["$DATABASE_URL", "production/deployment/meta-prompt-evolution-hub", "production/postgres"], 1, ["production/redis"]),
        new("platform-service", "postgres", ["platform_db"], ["platform/postgres-pod", "platform/postgres", "platform/database"], 2, ["platform/redis", "platform/deployment/redis"]),
        new("structured-prompt-service", "structured_prompt", ["structured_prompt_db"], ["postgres", "structured-prompt/postgres"], 3, ["redis", "structured-prompt/redis"]),
        new("tiered-platform", "postgres", ["platform", "production"], ["platform-v2-stable/postgres-pod", "platform-v2-stable/postgres"], 4, ["platform-v2-stable/redis"]),
    ];
}
