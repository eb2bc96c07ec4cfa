namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary>HTTP spoken to the port of a server that does not speak it.</summary>
internal sealed class ForeignPortRule : ILintRule
{
    private static readonly Dictionary<int, string> Servers = new()
    {
        [22] = "SSH",
        [25] = "SMTP",
        [2181] = "ZooKeeper",
        [3306] = "MySQL",
        [5432] = "PostgreSQL",
        [5672] = "AMQP",
        [6379] = "Redis",
        [9092] = "Kafka",
        [11211] = "memcached",
        [27017] = "MongoDB",
    };

    public IEnumerable<Diagnostic> Check(LintStep step)
    {
        if (!step.Source.Contains("http", StringComparison.Ordinal)) yield break;
        foreach (var command in step.Commands)
            if (command.Program is "curl" or "wget")
                foreach (var word in command.Words)
                    if (word.Text.StartsWith("http", StringComparison.Ordinal) && Uri.TryCreate(word.Text, UriKind.Absolute, out var url) && Servers.TryGetValue(url.Port, out var server))
                        yield return step.At(DiagnosticSeverity.Warning, DiagnosticCodes.ForeignPort,
                            $"{server} listens on port {url.Port} and does not speak HTTP: {command.Program} fails even where it is reached. Exit code 52 (empty reply) means reached, 7 means not. Use the server's own client, e.g. pg_isready or redis-cli ping.", word, null, null);
    }
}
