using OpsPortal.Targets;
using Xunit;

namespace OpsPortal.Tests.Targets.Data;

/// <summary>The same command line to psql itself and to us: both streams are equal to the letter.</summary>
public class PsqlComparisonTests
{
    private const string Schema = """
        create table users (id bigint generated always as identity primary key, name text not null unique, email text, balance numeric(12,2) default 0, tags text[], data jsonb, born date, seen timestamptz, ok boolean);
        create table orders (id serial primary key, user_id bigint references users (id) on delete cascade, amount real, check (amount >= 0));
        create index orders_amount on orders (amount) where amount > 10;
        insert into users (name, email, balance, tags, data, born, seen, ok) values
          ('Ann', 'ann@example.com', 12.5, '{a,b}', '{"a": 1, "b": [true, null]}', '1990-02-03', '2024-01-02 03:04:05.678+00', true),
          ('Bjørn 日本', null, -3, null, null, null, null, false), (E'two\nlines', E'tab\there', 1000000.01, '{"x y",NULL}', '[]', '2000-01-01', 'infinity', null), (E'q"uote, |', '', 0, '{}', '"s"', null, null, true);
        insert into orders (user_id, amount) select 1, n from generate_series(1, 20) n;
        create view rich as select name from users where balance > 10;
        create schema audit; create table audit.event_log (id int, "timestamp" timestamptz default now());
        create function shout(what text) returns void language plpgsql as $$ begin raise notice 'hear %', what using hint = 'listen'; raise warning 'twice'; end $$;
        """;

    private static readonly Lazy<Task<(PostgresInstance Server, string Database)>> Prepared = new(async () =>
    {
        var server = await PostgresInstance.RunningAsync();
        var database = await server.CreateDatabaseAsync();
        await server.ExecuteAsync(database, Schema);
        return (server, database);
    });

    [Theory]
    [InlineData("psql -c 'SELECT 1'")]
    [InlineData("psql -c 'SELECT id, name, email, balance, ok FROM users ORDER BY id'")]
    [InlineData("psql -c 'SELECT * FROM users ORDER BY id'")]
    [InlineData("psql -x -c 'SELECT * FROM users ORDER BY id'")]
    [InlineData("psql -xt -c 'SELECT id, name FROM users ORDER BY id'")]
    [InlineData("psql -A -c 'SELECT * FROM users ORDER BY id'")]
    [InlineData("psql -At -c 'SELECT * FROM users ORDER BY id'")]
    [InlineData("psql -tAc 'SELECT count(*) FROM users'")]
    [InlineData("psql -A -x -c 'SELECT id, name FROM users ORDER BY id'")]
    [InlineData("psql -A -F ';' -c 'SELECT id, name FROM users ORDER BY id'")]
    [InlineData("psql --csv -c 'SELECT * FROM users ORDER BY id'")]
    [InlineData("psql --csv -t -c 'SELECT * FROM users ORDER BY id'")]
    [InlineData("psql --csv -x -c 'SELECT id, name FROM users ORDER BY id'")]
    [InlineData("psql -t -c 'SELECT name, id FROM users ORDER BY id'")]
    [InlineData("psql -P pager=off -P null='(null)' -c 'SELECT email FROM users ORDER BY id'")]
    [InlineData("psql -P footer=off -c 'SELECT 1 AS one'")]
    [InlineData("psql -P format=unaligned -P tuples_only=on -c 'SELECT 1, 2'")]
    [InlineData("psql -c 'SELECT 1 WHERE false'")]
    [InlineData("psql -x -c 'SELECT 1 WHERE false'")]
    [InlineData("psql -t -c 'SELECT 1 WHERE false'")]
    [InlineData("psql --csv -c 'SELECT 1 AS a WHERE false'")]
    [InlineData("psql -c 'SELECT'")]
    [InlineData("psql -c ''")]
    [InlineData("psql -c ';'")]
    [InlineData("psql -c 'SELECT 1; SELECT 2 AS two;'")]
    [InlineData("psql -c 'SELECT 1' -c 'SELECT 2'")]
    [InlineData("psql -c 'SHOW server_encoding'")]
    [InlineData("psql -c 'EXPLAIN (COSTS OFF) SELECT * FROM users'")]
    [InlineData("psql -c 'TABLE rich'")]
    [InlineData("psql -c 'VALUES (1, null), (2, $$x$$)'")]
    [InlineData("psql -c \"SELECT E'a\\tb\\x01c\\r\\nd' AS \\\"Odd Name\\\", 'é', 1::money, 2::oid, '00:01'::interval, 1.50::float8, 'NaN'::numeric\"")]
    [InlineData("psql -c \"SELECT 'a;b', \\$\\$c;d\\$\\$, 'it''s' -- ; no\n, 2 /* ; /* nested ; */ */\"")]
    [InlineData("psql -c \"COPY (SELECT id, name FROM users ORDER BY id) TO STDOUT WITH CSV HEADER\"")]
    [InlineData("psql -c \"SELECT pg_size_pretty(pg_total_relation_size(schemaname||'.'||tablename)) as size FROM pg_tables WHERE tablename = 'nowhere'\"")]
    [InlineData("psql -c 'SELECT generate_series(1, 3) AS n'")]
    [InlineData("psql -c '\\d users'")]
    [InlineData("psql -c '\\d orders'")]
    [InlineData("psql -c '\\d rich'")]
    [InlineData("psql -c '\\d users_pkey'")]
    [InlineData("psql -c '\\d orders_amount'")]
    [InlineData("psql -c '\\d orders_id_seq'")]
    [InlineData("psql -c '\\d audit.*'")]
    [InlineData("psql -c '\\d'")]
    [InlineData("psql -c '\\dt'")]
    [InlineData("psql -c '\\dt audit.*'")]
    [InlineData("psql -c '\\dt *.event_log'")]
    [InlineData("psql -c '\\dt user?'")]
    [InlineData("psql -c '\\dt nothing'")]
    [InlineData("psql -c '\\d nothing'")]
    [InlineData("psql -c '\\dv'")]
    [InlineData("psql -c '\\dm'")]
    [InlineData("psql -c '\\ds'")]
    [InlineData("psql -c '\\di'")]
    [InlineData("psql -c '\\di+'")]
    [InlineData("psql -c '\\dn'")]
    [InlineData("psql -c '\\dn+'")]
    [InlineData("psql -c '\\dx'")]
    [InlineData("psql -c '\\du'")]
    [InlineData("psql -c '\\df'")]
    [InlineData("psql -At -c '\\dt'")]
    [InlineData("psql -c '\\l'")]
    [InlineData("psql -l")]
    [InlineData("psql -c '\\conninfo'")]
    [InlineData("psql -c '\\x'")]
    [InlineData("psql -c '\\timing'")]
    public Task Reads_look_the_same(string command) => CompareAsync(command);

    [Theory]
    [InlineData("psql -c 'SELECT mean_time FROM users'")]
    [InlineData("psql -c 'SELECT naem FROM users'")]
    [InlineData("psql -c 'SELECT 1; SELECT nope; SELECT 2'")]
    [InlineData("psql -c 'SELECT * FROM nowhere'")]
    [InlineData("psql -c 'FROB the database'")]
    [InlineData("psql -c 'SELECT 1/0'")]
    [InlineData("psql -c 'SELECT'' '")]
    [InlineData("psql -c \"SELECT count(*) FROM users WHERE name = 'a very long value that goes on and on' AND wrong_column = 1 AND email = 'and on it goes, on and on'\"")]
    [InlineData("psql -c \"SELECT count(*), 'a very long value that goes on and on', wrong_column, 'and on it goes, on and on' FROM users\"")]
    [InlineData("psql -c \"\nSELECT id,\n  nmae\nFROM users\"")]
    [InlineData("psql -c \"SELECT '日本日本', nmae FROM users\"")]
    [InlineData("psql -c 'SELECT pg_start_backup($$x$$)'")]
    [InlineData("psql -c \"INSERT INTO users (name) VALUES ('Ann')\"")]
    [InlineData("psql -c 'UPDATE orders SET amount = -1 WHERE id = 1'")]
    [InlineData("psql -c \"SELECT '{'::json\"")]
    public Task Errors_read_the_same(string command) => CompareAsync(command);

    [Theory]
    [InlineData("psql -c 'ANALYZE users'")]
    [InlineData("psql -c 'VACUUM ANALYZE;'")]
    [InlineData("psql -c \"UPDATE users SET ok = true WHERE name = 'Ann'\"")]
    [InlineData("psql -c \"UPDATE users SET ok = true WHERE name = 'Ann' RETURNING id, name\"")]
    [InlineData("psql -q -c \"UPDATE users SET ok = true WHERE name = 'Ann'\"")]
    [InlineData("psql -c 'DELETE FROM orders WHERE id > 1000'")]
    [InlineData("psql -c 'CREATE TABLE IF NOT EXISTS users (id int)'")]
    [InlineData("psql -c 'CREATE TEMP TABLE t AS SELECT 1 AS a; INSERT INTO t VALUES (2), (3); SELECT * FROM t; TRUNCATE t; DROP TABLE t'")]
    [InlineData("psql -c 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS users_name_key ON users (name)'")]
    [InlineData("psql -c 'GRANT SELECT ON users TO PUBLIC'")]
    [InlineData("psql -c 'ALTER TABLE users ALTER COLUMN email SET DEFAULT NULL'")]
    [InlineData("psql -c \"SELECT shout('me')\"")]
    [InlineData("psql -c 'DO $$ begin raise info $q$inside$q$; end $$'")]
    [InlineData("psql -c 'REINDEX TABLE orders'")]
    [InlineData("psql -c 'BEGIN; SELECT 1; COMMIT'")]
    [InlineData("psql -c 'SET work_mem = $$8MB$$' -c 'SHOW work_mem'")]
    [InlineData("psql -c 'VACUUM; SELECT 1'")]
    [InlineData("psql -c 'COMMENT ON TABLE users IS $$people$$'")]
    [InlineData("psql -c 'CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT one()'")]
    [InlineData("psql -c 'DROP TABLE IF EXISTS never_there'")]
    public Task Changes_say_the_same(string command) => CompareAsync(command);

    [Theory]
    [InlineData("psql", "SELECT 1;\nSELECT 'x;\ny' AS two;\n\n-- a comment;\nSELECT nope;\nSELECT 3")]
    [InlineData("psql -v ON_ERROR_STOP=1", "SELECT 1;\nSELECT nope;\nSELECT 3;\n")]
    [InlineData("psql -v who=Ann", "SELECT count(*) FROM users WHERE name = :'who'; SELECT 1::text, 'it:who'; SELECT 2 AS :who;\n")]
    [InlineData("psql -1", "CREATE TABLE one_by_one (a int);\nCOPY one_by_one (a) FROM stdin;\n1\n2\n\\.\nSELECT * FROM one_by_one;\nDROP TABLE one_by_one;\n")]
    [InlineData("psql -q", "\\echo hello\nSELECT $a$ ; $b$ ' $a$;\nSELECT \"a;b\" FROM (SELECT 1 AS \"a;b\") t; SELECT E'\\';' AS q;\n/* ; /* ; */ ; */ SELECT (1);\n\\q\nSELECT 'never'\n")]
    [InlineData("psql", "CREATE TEMP TABLE c (a int, b text);\nCOPY c FROM stdin;\n1\tone\nx\ttwo\n\\.\nSELECT count(*) FROM c;\n")]
    public async Task Scripts_run_the_same(string command, string script)
    {
        var (server, database) = await Prepared.Value;
        var bench = Bench(server, database);
        var real = await server.RunAsync("psql", [.. command.Split(' ').Skip(1), "-X"], database, script);
        await bench.RunAsync(command, script.TrimEnd('\n').Split('\n'));
        Assert.Equal((real.Out.TrimEnd('\n'), real.Errors.TrimEnd('\n')), (bench.Out.TrimEnd('\n'), bench.Errors.TrimEnd('\n')));
    }

    private static async Task CompareAsync(string command)
    {
        var (server, database) = await Prepared.Value;
        var bench = Bench(server, database);
        var real = await server.RunAsync("psql", ["-X", .. Words(command)], database);
        var outcome = await bench.RunAsync(command);
        Assert.Equal((real.Out.TrimEnd('\n'), real.Errors.TrimEnd('\n')), (Joined(bench.Output, OutputStream.Out), Joined(bench.Output, OutputStream.Error)));
        Assert.Equal(real.Code == 0, outcome.Succeeded);
    }

    private static string Joined(RecordedOutput output, OutputStream stream) => string.Join('\n', output.Of(stream)).TrimEnd('\n');

    private static DataBench Bench(PostgresInstance server, string database) => new() { Databases = { new("the database", server.ConnectionString(database), ["localhost"]) } };

    /// <summary>As a shell would hand them over; quotes are simple here.</summary>
    private static IEnumerable<string> Words(string command)
    {
        var pipeline = Assert.IsType<OpsPortal.Runbooks.Shell.Pipeline>(Assert.Single(OpsPortal.Runbooks.Shell.ShellParser.Parse(command)));
        return pipeline.Commands[0].Words.Skip(1).Select(w => w.Constant!);
    }
}
