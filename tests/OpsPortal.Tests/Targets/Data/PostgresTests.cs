using System.Text;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets;
using Xunit;

namespace OpsPortal.Tests.Targets.Data;

public class PostgresTests
{
    [Theory]
    [InlineData("SELECT now(), upper(pgstattuple())")]
    [InlineData("SET TRANSACTION READ WRITE; SELECT upper(pgstattuple())")]
    [InlineData("COMMIT; SELECT upper(pgstattuple())")]
    [InlineData("SET default_transaction_read_only = off; ROLLBACK; SELECT upper(pgstattuple())")]
    public async Task Nothing_typed_makes_a_reading_session_write(string sql)
    {
        var (server, database) = await PrepareAsync("create table t (a int); create function pgstattuple() returns text language sql as $$ insert into public.t values (1) returning 'v' $$");
        var bench = Bench(server, database);
        var action = new PostgresQuery { Place = new() { Unnamed = true }, Commands = [sql] };
        // the name is one that the classification believes to read
        Assert.Equal(Risk.Read, action.Risk);
        Assert.False((await bench.RunAsync(action)).Succeeded);
        Assert.Equal("0", (await server.RunAsync("psql", ["-tAc", "select count(*) from t"], database)).Out.Trim());
        Assert.Contains("read", bench.Errors);
        Assert.Equal(0, bench.SideEffects);
    }

    [Fact]
    public async Task A_dump_restores_into_another_database()
    {
        var (server, database) = await PrepareAsync("""
            create table people (id serial primary key, name text, note text); create index on people (name); create view named as select name from people;
            insert into people (name, note) select 'p' || n, E'tab\there\nnext \\ line' from generate_series(1, 500) n; create function f() returns int language plpgsql as $$ begin return 1; end; $$;
            """);
        var bench = Bench(server, database);
        Assert.True((await bench.RunAsync("pg_dump -O")).Succeeded, bench.Errors);
        var dump = bench.Output.Of(OutputStream.Out);

        var other = await server.CreateDatabaseAsync();
        bench = Bench(server, other);
        var outcome = await bench.RunAsync("psql", dump);
        Assert.True(outcome.Succeeded, bench.Errors);
        Assert.Equal(1, bench.SideEffects);
        foreach (var query in new[] { "select md5(string_agg(p::text, ',' order by id)) from people p", "select count(*) from named", "select f()", "select nextval('people_id_seq')" })
            Assert.Equal((await server.RunAsync("psql", ["-tAc", query], database)).Out, (await server.RunAsync("psql", ["-tAc", query], other)).Out);
        // played back once more, what is there stays and is told
        bench = Bench(server, other);
        outcome = await bench.RunAsync("psql", dump);
        Assert.False(outcome.Succeeded);
        Assert.Contains("already exists", bench.Errors);
    }

    [Fact]
    public async Task An_archive_is_dumped_into_a_file_and_restored_from_it()
    {
        var (server, database) = await PrepareAsync("create table t as select n from generate_series(1, 300) n");
        var files = new KeptFiles();
        var bench = Bench(server, database, files);
        Assert.True((await bench.RunAsync("pg_dump -Fc -f nightly.dump")).Succeeded, bench.Errors);
        Assert.Equal("PGDMP", Encoding.ASCII.GetString(files.Contents["nightly.dump"][..5]));
        var other = await server.CreateDatabaseAsync();
        bench = Bench(server, database, files);
        Assert.True((await bench.RunAsync($"pg_restore -O -d {other} nightly.dump")).Succeeded, bench.Errors);
        Assert.Equal("300\n", (await server.RunAsync("psql", ["-tAc", "select count(*) from t"], other)).Out);
        bench = Bench(server, database, files);
        Assert.True((await bench.RunAsync("pg_restore -l nightly.dump")).Succeeded, bench.Errors);
        Assert.Contains("TABLE DATA public t", bench.Out);
    }

    [Fact]
    public async Task A_script_that_reaches_beyond_the_server_stops_there()
    {
        var (server, database) = await PrepareAsync("create table t (a int)");
        var bench = Bench(server, database, new KeptFiles { Contents = { ["x.sql"] = "insert into t values (1);\n\\! touch /tmp/never\ninsert into t values (2);\n"u8.ToArray() } });
        var outcome = await bench.RunAsync("psql -f x.sql");
        Assert.False(outcome.Succeeded);
        Assert.Contains("Line 2 of x.sql has \\!", outcome.Reason);
        Assert.Equal("1\n", (await server.RunAsync("psql", ["-tAc", "select a from t"], database)).Out);
    }

    [Fact]
    public async Task More_rows_than_are_kept_are_told()
    {
        var (server, database) = await PrepareAsync("select 1");
        var bench = Bench(server, database);
        var outcome = await bench.RunAsync("psql -t -c 'SELECT generate_series(1, 100000000) AS n; SELECT 7 AS after'");
        Assert.True(outcome.Succeeded, outcome.Reason);
        Assert.Contains("Only the first 10000 rows", bench.Output.Notes);
        Assert.Contains("7", bench.Out.Split('\n')[^2]);
        var grid = Assert.IsType<ResultGrid>(bench.Views[0]);
        Assert.Equal((1_000, true, "n", "integer", true), (grid.Rows.Count, grid.Truncated, grid.Columns[0].Name, grid.Columns[0].Type, grid.Columns[0].Numeric));
    }

    [Fact]
    public async Task Cancelling_ends_the_statement_on_the_server()
    {
        var (server, database) = await PrepareAsync("select 1");
        using var stop = new CancellationTokenSource();
        var bench = Bench(server, database);
        bench.Output = new() { Written = (_, _) => stop.Cancel() };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.RunAsync("psql -c 'SELECT 1' -c 'SELECT pg_sleep(600) AS marker'", cancellation: stop.Token));
        Assert.Equal("0\n", (await server.RunAsync("psql", ["-tAc", $"select count(*) from pg_stat_activity where datname = '{database}' and state = 'active' and query like '%marker%' and pid <> pg_backend_pid()"], database)).Out);
    }

    [Fact]
    public async Task Pg_isready_and_promote_answer_as_their_programs()
    {
        var (server, database) = await PrepareAsync("select 1");
        var bench = Bench(server, database);
        Assert.True((await bench.RunAsync("pg_isready")).Succeeded);
        Assert.Equal("/var/run/postgresql:5432 - accepting connections", bench.Out);
        bench = new() { Databases = { new("gone", "Host=/nowhere;Username=x;Database=x", ["db"]) } };
        var outcome = await bench.RunAsync("pg_isready -h db");
        Assert.Equal(("db:5432 - no response", 2), (bench.Out, outcome.ExitCode));
        bench = Bench(server, database);
        outcome = await bench.RunAsync("pg_ctl promote -D /data");
        Assert.Equal("pg_ctl: cannot promote server; server is not in standby mode", bench.Errors);
        Assert.Equal(0, bench.SideEffects);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_told_as_psql_does()
    {
        var (server, database) = await PrepareAsync("select 1");
        var bench = Bench(server, database);
        var outcome = await bench.RunAsync("psql -d nowhere -c 'SELECT 1'");
        Assert.Equal((false, 2), (outcome.Succeeded, outcome.ExitCode));
        Assert.Equal((await server.RunAsync("psql", ["-X", "-d", "nowhere", "-c", "SELECT 1"], database)).Errors.Trim(), bench.Errors);
    }

    [Fact]
    public async Task A_server_that_is_gone_is_unreachable_and_no_secret_is_told()
    {
        var bench = new DataBench { Databases = { new("the shop", "Host=127.0.0.1;Port=1;Username=me;Password=hunter2;Database=x", ["db"]) } };
        var wrong = await Assert.ThrowsAsync<TargetUnreachableException>(() => bench.RunAsync("psql -h db -c 'SELECT 1'"));
        Assert.Contains("the shop could not be reached", wrong.Message);
        Assert.DoesNotContain("hunter2", wrong.ToString());
        bench = new() { Databases = { new("the shop", "nonsense hunter2", ["db"]) } };
        Assert.DoesNotContain("hunter2", (await Assert.ThrowsAsync<TargetUnreachableException>(() => bench.RunAsync("psql -h db -c 'SELECT 1'"))).ToString());
    }

    [Fact]
    public async Task Maintenance_runs_the_client_programs()
    {
        var (server, database) = await PrepareAsync("create table t (a int)");
        foreach (var command in new[] { $"vacuumdb -z -d {database}", $"reindexdb -t t {database}", "createdb made_here", "dropdb made_here" })
        {
            var bench = Bench(server, database);
            var outcome = await bench.RunAsync(command);
            Assert.True(outcome.Succeeded, $"{command}: {bench.Errors}");
            Assert.Equal(1, bench.SideEffects);
        }
    }

    private static async Task<(PostgresInstance Server, string Database)> PrepareAsync(string sql)
    {
        var server = await PostgresInstance.RunningAsync();
        var database = await server.CreateDatabaseAsync();
        await server.ExecuteAsync(database, sql);
        return (server, database);
    }

    private static DataBench Bench(PostgresInstance server, string database, IStepFiles? files = null) =>
        new() { Databases = { new("the database", server.ConnectionString(database), []) }, Files = files ?? NoFiles.Instance };
}
