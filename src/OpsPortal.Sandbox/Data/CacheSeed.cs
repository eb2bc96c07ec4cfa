using System.Net.Sockets;
using System.Text;

namespace OpsPortal.Sandbox.Data;

/// <summary>Fills an empty database of Redis with the keys of a cache and of a rate limiter.</summary>
internal static class CacheSeed
{
    private const int Cached = 400;
    private const int Limited = 120;

    public static string Address(string redis, int database) => $"{redis},db={database}";

    public static async Task FillAsync(string redis, int database, CancellationToken cancellation)
    {
        var parts = redis.Split(',', StringSplitOptions.TrimEntries);
        var colon = parts[0].LastIndexOf(':');
        using var client = new TcpClient();
        await client.ConnectAsync(parts[0][..colon], int.Parse(parts[0][(colon + 1)..]), cancellation);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        if (parts.FirstOrDefault(p => p.StartsWith("password=", StringComparison.Ordinal)) is { } password) await AskAsync("AUTH", password["password=".Length..]);
        await AskAsync("SELECT", $"{database}");
        if (await AskAsync("DBSIZE") != ":0") return;
        for (var i = 1; i <= Cached; i++)
        {
            // half of it goes stale within two days
            if (i % 2 == 0) await AskAsync("SET", $"cache:{Kind(i)}:{i}", $"{{\"id\":{i},\"size\":{i * 37 % 4096}}}", "EX", $"{3600 + i * 400}");
            else await AskAsync("SET", $"cache:{Kind(i)}:{i}", $"{{\"id\":{i},\"size\":{i * 37 % 4096}}}");
        }
        for (var i = 1; i <= Limited; i++) await AskAsync("SET", $"rate_limit:key-{i}", $"{i * 13 % 1000}", "EX", "3600");
        for (var i = 1; i <= 50; i++)
        {
            await AskAsync("EXISTS", $"cache:{Kind(i)}:{i}");
            if (i % 5 == 0) await AskAsync("EXISTS", $"cache:gone:{i}");
        }

        async Task<string> AskAsync(params string[] words)
        {
            var message = new StringBuilder($"*{words.Length}\r\n");
            foreach (var word in words) message.Append($"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
            await stream.WriteAsync(Encoding.UTF8.GetBytes(message.ToString()), cancellation);
            var reply = await reader.ReadLineAsync(cancellation) ?? throw new IOException("Redis closed the connection.");
            return reply.StartsWith('-') ? throw new IOException($"Redis refuses {words[0]}: {reply[1..]}") : reply;
        }
    }

    private static string Kind(int number) => (number % 4) switch { 0 => "prompt", 1 => "user", 2 => "response", _ => "session" };
}
