using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Data;

/// <summary>An action on a server of Redis.</summary>
public abstract record RedisAction : StepAction
{
    public required ServerPlace Place { get; init; }

    public override StepTarget? Target => new(null, "redis", Place.Server);

    private protected string OnPlace
    {
        get
        {
            var server = ParameterText.Display(Place.Server ?? "");
            return (server, Place.Database) switch
            {
                ("", null) => "",
                ("", var number) => $" in database {ParameterText.Display(number)}",
                (_, null) => $" on {server}",
                var (_, number) => $" on {server}, database {ParameterText.Display(number)}",
            };
        }
    }
}

/// <summary><c>redis-cli</c> with one command; without one it asks for a sign of life (<c>PING</c>).</summary>
public sealed record RedisCommand : RedisAction
{
    private static readonly HashSet<string> Endless = ["MONITOR", "SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE"];

    /// <summary>The command and its arguments; empty means <c>PING</c>.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary><c>--no-raw</c>: replies as at a terminal, with their types.</summary>
    public bool Typed { get; init; }

    public override string Name => "redis.command";
    public override Risk Risk => CommandRisk.Greatest([RedisRisk.Of(Words), Words.Count > 0 && Words[0].Contains(ParameterText.Open) ? Risk.Change : Risk.Read]);
    public override bool Live => Words.Count > 0 && Endless.Contains(Words[0].ToUpperInvariant());
    public override string Sentence => $"Run {(Words.Count == 0 ? "PING" : Beginning())}{OnPlace}";

    private string Beginning()
    {
        var line = ParameterText.Display(string.Join(' ', Words));
        return line.Length <= 60 ? line : $"{line[..60].TrimEnd()}…";
    }
}

/// <summary><c>redis-cli --scan</c>: every key, without holding the server up.</summary>
public sealed record RedisScan : RedisAction
{
    public string? Pattern { get; init; }

    /// <summary>Keys that the server looks at per round, as written.</summary>
    public string? Count { get; init; }

    public override string Name => "redis.scan";
    public override Risk Risk => Risk.Read;
    public override string Sentence => $"List the keys{(Pattern is null ? "" : $" like {ParameterText.Display(Pattern)}")}{OnPlace}";
}
