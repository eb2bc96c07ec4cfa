namespace OpsPortal.Targets.Redis;

/// <summary>Where a Redis is: <c>host:port,password=…,user=…,ssl=true,db=0</c>.</summary>
internal sealed record RedisAddress(string Host, int Port, string? User, string? Password, bool Tls, string? TlsHost, int Database)
{
    /// <exception cref="TargetUnreachableException">It is none; the message holds nothing of it.</exception>
    public static RedisAddress Of(ServerBinding server)
    {
        var parts = server.ConnectionString.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var endpoint = parts.FirstOrDefault(p => !p.Contains('='));
        if (endpoint is null) throw Unreadable(server);
        var colon = endpoint.LastIndexOf(':');
        var port = 6379;
        if (colon >= 0 && !endpoint.EndsWith(']') && !int.TryParse(endpoint[(colon + 1)..], out port)) throw Unreadable(server);
        var options = parts.Where(p => p.Contains('=')).Select(p => p.Split('=', 2)).GroupBy(p => p[0].ToLowerInvariant()).ToDictionary(g => g.Key, g => g.Last()[1]);
        string? Option(params string[] names) => names.Select(n => options.GetValueOrDefault(n)).FirstOrDefault(v => v is not null);
        return new((colon >= 0 && !endpoint.EndsWith(']') ? endpoint[..colon] : endpoint).Trim('[', ']'), port, Option("user", "username"), Option("password"),
            Option("ssl", "tls") is "true" or "True" or "1", Option("sslhost"), int.TryParse(Option("db", "defaultdatabase"), out var db) ? db : 0);
    }

    private static TargetUnreachableException Unreadable(ServerBinding server) =>
        new($"What the environment holds for {server.Name} is no address of a Redis. Write it anew: host:port,password=…,ssl=true,db=0.");
}
