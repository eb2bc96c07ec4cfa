using OpsPortal.Targets.Redis;

namespace OpsPortal.Targets.Probes;

/// <summary>PING, and which version it is where the user may know.</summary>
internal static class RedisProbe
{
    public static async Task<(string State, string Message)> AskAsync(ServerBinding server, CancellationToken cancellation)
    {
        var (client, refused) = await RedisClient.OpenAsync(server, null, cancellation);
        if (client is null) return (TargetState.Failed, $"Redis refused: {refused!.TrimEnd('.')}. Check user, password and database number.");
        await using (client)
        {
            if ((await client.AskAsync(["PING"], cancellation)).Error is { } error)
                return (TargetState.Failed, $"Redis refused PING: {error.TrimEnd('.')}. {(error.StartsWith("NOAUTH", StringComparison.Ordinal) ? "Add password=… to the connection." : "Check what its user may do.")}");
            var facts = await client.AskAsync(["INFO"], cancellation) is TextReply info ? Facts(info) : [];
            var version = facts.TryGetValue("redis_version", out var known) ? $"Redis {known} answers" : "Redis answers; its user may not see the version";
            return facts.GetValueOrDefault("role") == "slave"
                ? (TargetState.Attention, $"{version}. It is a replica, so it can only be read.")
                : (TargetState.Ok, $"{version}.");
        }
    }

    public static IReadOnlyList<string> Secrets(ServerBinding server)
    {
        try
        {
            return [server.ConnectionString, RedisAddress.Of(server).Password ?? ""];
        }
        catch (TargetUnreachableException)
        {
            return [server.ConnectionString];
        }
    }

    private static Dictionary<string, string> Facts(TextReply info) =>
        info.ToString().Split('\n').Select(l => l.Trim().Split(':', 2)).Where(p => p.Length == 2).DistinctBy(p => p[0]).ToDictionary(p => p[0], p => p[1]);
}
