using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Compiling;
using OpsPortal.Runbooks.Risks;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

public class DatabaseCommandTests
{
    [Theory]
    [InlineData("kubectl exec -it postgres-pod -n platform -- psql -U postgres -d platform_db -c 'SELECT 1'", "platform/postgres-pod postgres-pod", "postgres", "platform_db")]
    [InlineData("kubectl exec -it postgres-pod -- psql -c 'SELECT 1'", "~ postgres-pod", null, null)]
    [InlineData("kubectl exec deployment/api -n shop -- psql $DATABASE_URL", "shop/deployment/api deployment/api $DATABASE_URL", null, null)]
    [InlineData("kubectl -n v2 exec -it <pod-name> -- psql -h postgres -U platform_user -d production -c 'SELECT 1'", "v2/postgres postgres", "platform_user", "production")]
    [InlineData("kubectl exec -it <pod-name> -- psql -h postgres -U postgres -d platform_db", "~ postgres", "postgres", "platform_db")]
    [InlineData("psql $DATABASE_URL", "$DATABASE_URL", null, null)]
    [InlineData("psql \"$DATABASE_URL?sslmode=require\" -c 'SELECT 1'", "$DATABASE_URL", null, null)]
    [InlineData("psql -h db.example.com -p 6432 -U me app", "db.example.com:6432 db.example.com", "me", "app")]
    [InlineData("psql -h db.shop.svc.cluster.local app", "db.shop.svc.cluster.local shop/db", null, "app")]
    [InlineData("psql postgresql://me:@db:5433/app -c 'SELECT 1'", "db:5433 db", "me", "app")]
    [InlineData("psql 'host=db port=5433 dbname=app user=me' -c 'SELECT 1'", "db:5433 db", "me", "app")]
    [InlineData("psql app me", "?", "me", "app")]
    [InlineData("psql -h localhost app", "localhost:5432 localhost ?", null, "app")]
    [InlineData("psql -d $DB_NAME -c 'SELECT 1'", "?", null, "<DB_NAME>")]
    public void The_place_of_psql(string command, string keys, string? user, string? database)
    {
        var place = Compiled.Native<PostgresQuery>(command).Place;
        Assert.Equal((keys, user, database), (Keys(place), place.User, place.Database is { } d ? OpsPortal.Runbooks.Actions.ParameterText.Display(d) : null));
    }

    [Theory]
    [InlineData("kubectl exec redis-pod -n discord -- redis-cli info stats", "discord/redis-pod redis-pod", "info stats", null)]
    [InlineData("redis-cli info stats", "?", "info stats", null)]
    [InlineData("redis-cli -h cache -p 6380 -n 2 FLUSHDB", "cache:6380 cache", "FLUSHDB", "2")]
    [InlineData("redis-cli -u redis://cache:6380/3 DBSIZE", "cache:6380 cache", "DBSIZE", "3")]
    [InlineData("redis-cli -u $REDIS_URL ping", "$REDIS_URL", "ping", null)]
    [InlineData("redis-cli -h $REDIS_HOST -a $REDIS_PASSWORD ping", "<REDIS_HOST>", "ping", null)]
    [InlineData("redis-cli", "?", "", null)]
    [InlineData("redis-cli LRANGE jobs 0 -1", "?", "LRANGE jobs 0 -1", null)]
    public void The_place_of_redis(string command, string keys, string words, string? database)
    {
        var action = Compiled.Native<RedisCommand>(command);
        Assert.Equal((keys, words, database), (Keys(action.Place), string.Join(' ', action.Words), action.Place.Database));
    }

    [Theory]
    [InlineData("psql $DATABASE_URL", "")]
    [InlineData("kubectl exec web -- psql $DATABASE_URL -c 'SELECT 1'", "")]
    [InlineData("redis-cli -a $REDIS_PASSWORD -u $REDIS_URL ping", "")]
    [InlineData("psql -h $DB_HOST -d $DB -c \"SELECT * FROM t WHERE id = <id>\"", "DB_HOST:text DB:text id:text")]
    public void What_the_environment_knows_nobody_is_asked_for(string command, string parameters) => Assert.Equal(parameters, Compiled.Parameters(command));

    [Theory]
    [InlineData("psql -c 'SELECT 1'", Risk.Read)]
    [InlineData("psql -c '\\dt'", Risk.Read)]
    [InlineData("psql", Risk.Read)]
    [InlineData("psql -c \"SELECT * FROM t WHERE id = $ID\"", Risk.Change)]
    [InlineData("psql -c 'ANALYZE'", Risk.Change)]
    [InlineData("psql -c 'VACUUM ANALYZE;'", Risk.Change)]
    [InlineData("psql -c 'REINDEX TABLE t'", Risk.Change)]
    [InlineData("psql -c 'GRANT SELECT ON t TO me'", Risk.Change)]
    [InlineData("psql -c 'CREATE INDEX CONCURRENTLY i ON t (a)'", Risk.Change)]
    [InlineData("psql -c \"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle'\"", Risk.Change)]
    [InlineData("psql -c 'DROP TABLE t'", Risk.Destructive)]
    [InlineData("psql -c 'TRUNCATE t'", Risk.Destructive)]
    [InlineData("psql -c 'DELETE FROM t WHERE a = 1'", Risk.Destructive)]
    [InlineData("psql -c 'UPDATE t SET a = 1'", Risk.Destructive)]
    [InlineData("psql -c 'UPDATE t SET a = 1 WHERE b = 2'", Risk.Change)]
    [InlineData("psql -f migrate.sql", Risk.Change)]
    [InlineData("psql -f backup.sql", Risk.Destructive)]
    [InlineData("pg_isready -h db", Risk.Read)]
    [InlineData("pg_dump -U postgres app", Risk.Read)]
    [InlineData("pg_restore -d app backup.dump", Risk.Destructive)]
    [InlineData("pg_restore -l backup.dump", Risk.Read)]
    [InlineData("vacuumdb --all --analyze", Risk.Change)]
    [InlineData("createdb app", Risk.Change)]
    [InlineData("dropdb app", Risk.Destructive)]
    [InlineData("redis-cli FLUSHDB", Risk.Destructive)]
    [InlineData("redis-cli FLUSHALL", Risk.Destructive)]
    [InlineData("redis-cli SET a b", Risk.Change)]
    [InlineData("redis-cli --scan --pattern 'cache:*'", Risk.Read)]
    [InlineData("redis-cli", Risk.Read)]
    public void The_risk_is_that_of_what_is_asked(string command, Risk risk)
    {
        var compiled = Compiled.Of(command);
        Assert.True(compiled.Mode == StepMode.Native, compiled.ManualReason);
        Assert.Equal(risk, compiled.Risk);
        Assert.True(compiled.Action!.Risk <= risk);
    }

    [Theory]
    [InlineData("echo 'FLUSHALL' | redis-cli", Risk.Destructive)]
    [InlineData("cat commands | redis-cli --pipe", Risk.Change)]
    [InlineData("cat commands | redis-cli", Risk.Change)]
    [InlineData("echo 'SELECT 1' | psql", Risk.Read)]
    [InlineData("cat x.sql | psql", Risk.Change)]
    public void What_is_piped_in_counts(string command, Risk risk) => Assert.Equal(risk, Compiled.Of(command).Risk);

    [Fact]
    public void Flags_of_psql_are_carried_over()
    {
        var query = Compiled.Native<PostgresQuery>("psql -X -tAq -F ';' -v ON_ERROR_STOP=1 -v who=me -1 -c 'SELECT 1' -c '\\dt' db");
        Assert.Equal(["SELECT 1", "\\dt"], query.Commands);
        Assert.Equal(new("unaligned", TuplesOnly: true, Separator: ";", Quiet: true), query.Format);
        Assert.True(query.StopOnError && query.SingleTransaction);
        Assert.Equal("me", query.Variables["who"]);
    }

    [Theory]
    [InlineData("psql -c '\\! rm -rf /'", "RB1140")]
    [InlineData("psql -c '\\copy t to x.csv'", "RB1140")]
    [InlineData("psql -H -c 'SELECT 1'", "RB1102")]
    [InlineData("psql --frob", "RB1101")]
    [InlineData("psql a b c", "RB1106")]
    [InlineData("pg_dump -Fc app", "RB1102")]
    [InlineData("redis-cli --stat", "RB1102")]
    public void What_is_not_carried_out_is_manual_and_says_so(string command, string code) =>
        Assert.Contains(code, Compiled.Manual(command).Diagnostics.Select(d => d.Code));

    [Theory]
    [InlineData("kubectl exec db -- psql -f /scripts/x.sql")]
    [InlineData("kubectl exec db -- psql -H -c 'SELECT 1'")]
    [InlineData("kubectl exec db -- redis-cli --bigkeys")]
    [InlineData("kubectl exec db -- pg_dump -Fc app")]
    [InlineData("kubectl exec db -- pg_ctl status")]
    public void What_needs_the_container_runs_there(string command) => Compiled.Native<KubernetesExec>(command);

    [Fact]
    public void Where_nothing_is_bound_the_container_runs_it()
    {
        Assert.Equal(["psql", "-U", "me", "-c", "SELECT 1"], Inside("kubectl exec db -- psql -U me -c 'SELECT 1'"));
        Assert.Equal(["psql", "-U", "me"], Inside("kubectl exec -it db -- psql -U me"));
        Assert.Equal(["redis-cli"], Assert.IsType<KubernetesExec>(Compiled.Native<RedisCommand>("kubectl exec -it c -- redis-cli").Place.Inside).Command);
        Assert.Null(Compiled.Native<PostgresQuery>("kubectl exec db -- psql $DATABASE_URL -c 'SELECT 1'").Place.Inside);

        static IReadOnlyList<string> Inside(string command) => Assert.IsType<KubernetesExec>(Compiled.Native<PostgresQuery>(command).Place.Inside).Command;
    }

    [Fact]
    public void A_password_in_the_command_is_told()
    {
        Assert.Contains("RB1141", Compiled.Of("redis-cli -a hunter2 ping").Diagnostics.Select(d => d.Code));
        Assert.Contains("RB1141", Compiled.Of("psql postgres://me:hunter2@db/app -c 'SELECT 1'").Diagnostics.Select(d => d.Code));
        Assert.DoesNotContain("hunter2", Compiled.Of("psql postgres://me:hunter2@db/app -c 'SELECT 1'").Action! is var action ? System.Text.Json.JsonSerializer.Serialize<OpsPortal.Runbooks.Actions.StepAction>(action) : "");
    }

    [Fact]
    public void Clients_keep_all_but_their_connection()
    {
        var dump = Compiled.Native<PostgresDump>("pg_dump -h db -U me -n production --if-exists -c -t 'a*' -t b app");
        Assert.Equal(["--clean", "--if-exists", "--schema=production", "--table=a*", "--table=b"], dump.Arguments.Order(StringComparer.Ordinal));
        Assert.Equal("app", dump.Place.Database);
        Assert.Equal("nightly.dump", Compiled.Native<PostgresDump>("pg_dump -Fc -f nightly.dump app").File);
    }

    [Fact]
    public void Statements_of_a_session_run_in_its_place()
    {
        var steps = FenceReader.Read("kubectl exec -it db-0 -n shop -- psql -U me app\n# Connections\nSELECT count(*) FROM pg_stat_activity;\n\\dt\n\\q", "bash", 1).Select(CommandCompiler.Compile).ToList();
        var queries = steps.Select(s => Assert.IsType<PostgresQuery>(s.Action)).ToList();
        Assert.Equal(["", "SELECT count(*) FROM pg_stat_activity;", "\\dt", "\\q"], queries.Select(q => string.Concat(q.Commands)));
        Assert.All(queries, q => Assert.Equal(("shop/db-0 db-0", "app"), (Keys(q.Place), q.Place.Database)));
        Assert.Equal(["psql", "-U", "me", "app", "-c", "\\dt"], Assert.IsType<KubernetesExec>(queries[2].Place.Inside).Command);
        Assert.All(steps, s => Assert.Equal((Risk.Read, false), (s.Risk, s.Interactive)));
    }

    [Fact]
    public void Commands_of_a_redis_session_run_in_its_place()
    {
        var steps = FenceReader.Read("redis-cli -h cache -n 2\n# Memory\nINFO memory\nKEYS \"a b*\"\nFLUSHDB\nexit", "bash", 1).Select(CommandCompiler.Compile).ToList();
        var commands = steps.Select(s => Assert.IsType<RedisCommand>(s.Action)).ToList();
        Assert.Equal([[], ["INFO", "memory"], ["KEYS", "a b*"], ["FLUSHDB"], ["QUIT"]], commands.Select(c => c.Words));
        Assert.All(commands, c => Assert.Equal(("cache", "2"), (Keys(c.Place), c.Place.Database)));
        Assert.Equal([Risk.Read, Risk.Read, Risk.Read, Risk.Destructive, Risk.Read], steps.Select(s => s.Risk));
    }

    [Theory]
    [InlineData("kubectl exec -it db-0 -- bash\nexit")]
    [InlineData("kubectl exec -it db-0 -- mysql shop\nSELECT 1;")]
    [InlineData("mysql shop\nSELECT 1;")]
    public void Other_prompts_stay_with_a_person(string fence) =>
        Assert.Equal(StepMode.Manual, CommandCompiler.Compile(FenceReader.Read(fence, "bash", 1)[1]).Mode);

    [Theory]
    [InlineData("sql", "SELECT 1;", "?")]
    [InlineData("sql", "UPDATE api_keys\nSET rate_limit_per_hour = 10000\nWHERE name = 'vip-customer';", "?")]
    [InlineData("bash", "SELECT count(*) FROM t;", "?")]
    public void A_bare_statement_means_the_database_of_its_system(string language, string text, string keys) =>
        Assert.Equal(keys, Keys(Assert.IsType<PostgresQuery>(CommandCompiler.Compile(Assert.Single(FenceReader.Read(text, language, 1))).Action).Place));

    /// <summary>Keys, with ~ in front where the namespace is left out and ? behind where the system tells.</summary>
    private static string Keys(ServerPlace place) =>
        string.Join(' ', [.. place.InCluster ? ["~"] : Array.Empty<string>(), .. place.Keys.Select(OpsPortal.Runbooks.Actions.ParameterText.Display), .. place.Unnamed ? ["?"] : Array.Empty<string>()]);
}
