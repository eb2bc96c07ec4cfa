namespace OpsPortal.Storage;

/// <summary>What this process does: <c>Roles=web,worker</c>. Both where nothing is configured.</summary>
public sealed record Roles(bool Web, bool Worker)
{
    public static Roles Of(IConfiguration configuration)
    {
        var names = (configuration["Roles"] ?? "web,worker").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.FirstOrDefault(n => n is not ("web" or "worker")) is { } unknown)
            throw new InvalidOperationException($"Roles names \"{unknown}\"; a process can be web, worker, or both: \"web,worker\".");
        return new(names.Contains("web"), names.Contains("worker"));
    }
}
