using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Simulation.Programs;

/// <summary>PostgreSQL's programs, against the pod's own server or another one that it can reach.</summary>
internal static class DatabaseProgram
{
    private const int Port = 5432;

    public static readonly IReadOnlyList<string> Names = ["psql", "pg_isready", "pg_dump", "pg_ctl"];

    public static Func<ProgramCall, Task<int>>? Find(string name) => name switch
    {
        "psql" => Psql,
        "pg_isready" => IsReady,
        "pg_dump" => Dump,
        "pg_ctl" => Control,
        _ => null,
    };

    private static async Task<int> Psql(ProgramCall call)
    {
        var options = PsqlOptions.Of(call.Arguments, call.World.Variables.Values);
        var (database, refusal) = Connect(call.World, options);
        if (database is null) return await call.Fail($"psql: error: {refusal}", 2);
        var code = 0;
        var statements = options.Commands.Count > 0 ? options.Commands : Split(await call.Input.ReadToEndAsync(call.Cancellation));
        foreach (var statement in statements)
            try
            {
                await call.Output.WriteAsync(PsqlTable.Format(SqlAnswers.Of(database, options.Database, options.User, statement, call.World.Now), options.Aligned, options.TuplesOnly));
            }
            catch (SqlException refused)
            {
                code = await call.Fail(refused.Message, 1);
            }
        // psql goes on after an error in a script, and ends well, unless told otherwise.
        return options.Commands.Count > 0 ? code : 0;
    }

    private static async Task<int> IsReady(ProgramCall call)
    {
        var options = PsqlOptions.Of(call.Arguments, call.World.Variables.Values);
        var place = options.Host is null ? "/var/run/postgresql:5432" : $"{options.Host}:5432";
        if (Server(call.World, options.Host).Server is not null) return await call.Say($"{place} - accepting connections");
        await call.Say($"{place} - no response");
        return 2;
    }

    private static async Task<int> Dump(ProgramCall call)
    {
        var at = call.Arguments.ToList().IndexOf("-n");
        var schema = at < 0 ? null : call.Arguments.ElementAtOrDefault(at + 1);
        var options = PsqlOptions.Of([.. call.Arguments.Where((_, i) => at < 0 || (i != at && i != at + 1))], call.World.Variables.Values);
        var (database, refusal) = Connect(call.World, options);
        if (database is null) return await call.Fail($"pg_dump: error: {refusal}");
        await call.Say($"--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version {database.Version}\n\nSET statement_timeout = 0;\nSET client_encoding = 'UTF8';\n");
        foreach (var table in database.Tables.Where(t => schema is null || t.Schema == schema))
            await call.Say($"CREATE TABLE {table.Schema}.{table.Name} (\n    id bigint NOT NULL,\n    \"timestamp\" timestamp with time zone NOT NULL\n);\n");
        return await call.Say("--\n-- PostgreSQL database dump complete\n--");
    }

    private static Task<int> Control(ProgramCall call) => call.Arguments.Contains("promote")
        ? call.Say("waiting for server to promote.... done\nserver promoted")
        : call.Fail("pg_ctl: no operation specified\nTry \"pg_ctl --help\" for more information.");

    private static (DatabaseDefinition? Database, string Refusal) Connect(ContainerWorld world, PsqlOptions options)
    {
        var (server, refusal) = Server(world, options.Host);
        var place = options.Host is null ? "on socket \"/var/run/postgresql/.s.PGSQL.5432\"" : $"at \"{options.Host}\", port {Port}";
        if (server is null) return (null, refusal);
        if (!server.Users.Contains(options.User)) return (null, $"connection to server {place} failed: FATAL:  role \"{options.User}\" does not exist");
        return server.Databases.Contains(options.Database) ? (server, "") : (null, $"connection to server {place} failed: FATAL:  database \"{options.Database}\" does not exist");
    }

    private static (DatabaseDefinition? Server, string Refusal) Server(ContainerWorld world, string? host)
    {
        if (host is null or "localhost" or "127.0.0.1")
            return world.Profile.Database is { } own
                ? (own, "")
                : (null, "connection to server on socket \"/var/run/postgresql/.s.PGSQL.5432\" failed: No such file or directory\n\tIs the server running locally and accepting connections on that socket?");
        var reach = Reach.To(world, host, Port);
        return reach.Outcome switch
        {
            ReachOutcome.UnknownHost => (null, $"could not translate host name \"{host}\" to address: Name or service not known"),
            ReachOutcome.TimedOut => (null, $"connection to server at \"{host}\", port {Port} failed: Connection timed out\n\tIs the server running on that host and accepting TCP/IP connections?"),
            ReachOutcome.Connected when world.ProfileOf(reach.Pod!)?.Database is { } database => (database, ""),
            _ => (null, $"connection to server at \"{host}\", port {Port} failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?"),
        };
    }

    private static List<string> Split(string script) => [.. script.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Where(s => !s.StartsWith("--", StringComparison.Ordinal) && !s.StartsWith("\\q", StringComparison.Ordinal))];
}

/// <summary>Where psql connects to, and what it is to do.</summary>
/// <param name="Host">Null: the local socket.</param>
internal sealed record PsqlOptions(string? Host, string User, string Database, IReadOnlyList<string> Commands, bool Aligned, bool TuplesOnly)
{
    public static PsqlOptions Of(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables)
    {
        var (host, user, database) = (variables.GetValueOrDefault("PGHOST"), variables.GetValueOrDefault("PGUSER"), variables.GetValueOrDefault("PGDATABASE"));
        List<string> commands = [];
        var (aligned, tuplesOnly) = (true, false);
        for (var i = 0; i < arguments.Count; i++)
        {
            string Value() => i + 1 < arguments.Count ? arguments[++i] : "";
            switch (arguments[i])
            {
                case "-h" or "--host": host = Value(); break;
                case "-U" or "--username": user = Value(); break;
                case "-d" or "--dbname": database = Value(); break;
                case "-c" or "--command": commands.Add(Value()); break;
                case "-p" or "--port" or "-v" or "-n" or "-f": Value(); break;
                case "-t" or "--tuples-only": tuplesOnly = true; break;
                case "-A" or "--no-align": aligned = false; break;
                case "-At" or "-tA" or "-qtA" or "-tAq": (aligned, tuplesOnly) = (false, true); break;
                case ['-', ..]: break;
                case var url when Uri.TryCreate(Filled(url, variables), UriKind.Absolute, out var address) && address.Scheme.StartsWith("postgres", StringComparison.Ordinal):
                    (host, user, database) = (address.Host, address.UserInfo.Split(':')[0], address.AbsolutePath.TrimStart('/'));
                    break;
                default: database ??= arguments[i]; break;
            }
        }
        user ??= "postgres";
        return new(host, user, database ?? user, commands, aligned, tuplesOnly);
    }

    /// <summary>A variable that no shell has expanded, such as <c>$DATABASE_URL</c> after <c>kubectl exec … --</c>.</summary>
    private static string Filled(string text, IReadOnlyDictionary<string, string> variables) =>
        text.StartsWith('$') && variables.TryGetValue(text[1..].Trim('{', '}'), out var value) ? value : text;
}
