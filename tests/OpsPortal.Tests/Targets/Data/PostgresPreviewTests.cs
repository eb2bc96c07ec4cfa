using Npgsql;
using OpsPortal.Runbooks.Actions.Data;
using Xunit;

namespace OpsPortal.Tests.Targets.Data;

public class PostgresPreviewTests
{
    private const string Users = """
        create table users (id int primary key, name text, note varchar(40), amount numeric(10,2), at timestamptz, raw bytea, tags text[], doc jsonb, ratio float8, twice int generated always as (id * 2) stored);
        insert into users select n, 'user ' || n, case when n % 3 = 0 then null else E'tab\there ' || n end, n / 7.0, '2026-03-01 12:34:56.789012+00'::timestamptz + n * interval '1 second',
          decode(md5(n::text), 'hex'), array['a"b', null, n::text], jsonb_build_object('n', n, 'q', U&'\00e9\E000x'), n / 3.0::float8 from generate_series(1, 50) n;
        create table loose (a int); insert into loose select generate_series(1, 5);
        create table numbered (id serial primary key, a int);
        create table audit (id serial primary key, what text);
        """;

    [Theory]
    [InlineData("UPDATE users SET amount = amount + 1 WHERE id > 40", "UPDATE users: 10 rows would change", "UPDATE 10")]
    [InlineData("DELETE FROM users u USING loose l WHERE u.id = l.a AND u.name IS DISTINCT FROM 'user 5'", "DELETE users: 4 rows would be removed", "DELETE 4")]
    [InlineData("INSERT INTO users (id, name) SELECT 100 + n, 'new' FROM generate_series(1, 3) n", "INSERT users: 3 rows would be added", "INSERT 0 3")]
    [InlineData("UPDATE users AS u SET name = l.a::text FROM loose l WHERE l.a = u.id", "UPDATE users: 5 rows would change", "UPDATE 5")]
    [InlineData("DELETE FROM users", "DELETE users: 50 rows would be removed", "DELETE 50")]
    public async Task A_change_of_rows_is_told_done_and_put_back(string sql, string effect, string tag)
    {
        var (server, database, bench) = await PrepareAsync(Users);
        var before = await DumpAsync(server, database);
        var action = Query(sql);
        var preview = await bench.PreviewAsync(action);
        Assert.Null(preview.Refusal);
        Assert.Null(preview.Unavailable);
        Assert.Contains(effect, preview.Effects);
        Assert.True(preview.Reversal.Possible, preview.Reversal.Sentence);
        Assert.Contains("rows=", preview.Requests[0].Body);
        Assert.NotEmpty(preview.Changes);
        Assert.Equal(before, await DumpAsync(server, database));

        Assert.True((await bench.RunAsync(action)).Succeeded, bench.Errors);
        Assert.Contains(tag, bench.Out);
        Assert.NotEqual(before, await DumpAsync(server, database));
        var kept = bench.Kept[^1];
        Assert.Equal(preview.Reversal, kept.Reversal);
        var changed = await DumpAsync(server, database);

        // as it comes out of the store
        var back = (PostgresRestoreRows)kept.Revert!.Bind(new Dictionary<string, string> { ["x"] = "wrong" });
        Assert.Null((await bench.PreviewAsync(back)).Refusal);
        Assert.Equal(changed, await DumpAsync(server, database));
        Assert.True((await bench.RunAsync(back)).Succeeded, bench.Errors);
        Assert.Equal(before, await DumpAsync(server, database));
        // and the way back has one itself
        Assert.True((await bench.RunAsync(bench.Kept[^1].Revert!)).Succeeded, bench.Errors);
        Assert.Equal(changed, await DumpAsync(server, database));
    }

    [Fact]
    public async Task A_row_that_somebody_changed_since_is_not_overwritten()
    {
        var (server, database, bench) = await PrepareAsync(Users);
        Assert.True((await bench.RunAsync(Query("UPDATE users SET name = 'x' WHERE id <= 3"))).Succeeded, bench.Errors);
        await server.ExecuteAsync(database, "update users set note = 'mine' where id = 2");
        var state = await DumpAsync(server, database);
        Assert.StartsWith("users id=2 was changed since", (await bench.PreviewAsync(bench.Kept[^1].Revert!)).Refusal);
        var outcome = await bench.RunAsync(bench.Kept[^1].Revert!);
        Assert.False(outcome.Succeeded);
        Assert.StartsWith("users id=2 was changed since, so that nothing was put back", outcome.Reason);
        Assert.Equal(state, await DumpAsync(server, database));
    }

    [Fact]
    public async Task Several_statements_on_the_same_row_are_put_back_in_their_order()
    {
        var (server, database, bench) = await PrepareAsync(Users);
        var before = await DumpAsync(server, database);
        Assert.True((await bench.RunAsync(Query("UPDATE users SET name = 'x' WHERE id = 1; DELETE FROM users WHERE id = 1; INSERT INTO users (id, name) VALUES (1, 'y')"))).Succeeded, bench.Errors);
        Assert.Null((await bench.PreviewAsync(bench.Kept[^1].Revert!)).Refusal);
        Assert.True((await bench.RunAsync(bench.Kept[^1].Revert!)).Succeeded, bench.Errors);
        Assert.Equal(before, await DumpAsync(server, database));
    }

    [Theory]
    [InlineData("UPDATE loose SET a = 1", "loose has no primary key")]
    [InlineData("UPDATE many SET a = a + 1", "more than 1,000 rows")]
    [InlineData("DELETE FROM parent WHERE id = 1", "rows of child may go with those of parent")]
    [InlineData("TRUNCATE loose", "what it removes is not kept")]
    [InlineData("CREATE TABLE x AS SELECT 1 AS a", "the table is filled at once")]
    [InlineData("ALTER TABLE loose ADD COLUMN b int, ADD COLUMN c int", "ALTER TABLE has no certain reverse")]
    [InlineData("ALTER TABLE users ALTER COLUMN note TYPE text", "ALTER TABLE has no certain reverse")]
    [InlineData("ALTER TABLE users ADD made timestamptz DEFAULT now()", "each row gets a value of its own")]
    [InlineData("ALTER TABLE loose ADD COLUMN id int GENERATED ALWAYS AS IDENTITY", "each row gets a value of its own")]
    [InlineData("COMMENT ON CONSTRAINT users_pkey ON users IS 'key'", "has no certain reverse")]
    [InlineData("ALTER TYPE mood ADD VALUE 'glad'", "ALTER TYPE has no certain reverse")]
    [InlineData("INSERT INTO users (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET name = 'x'", "ON CONFLICT DO UPDATE")]
    [InlineData("UPDATE users SET id = id + 1000 WHERE id = 1", "changes the primary key itself")]
    public async Task What_cannot_be_put_back_is_said_before_and_after_with_the_same_words(string sql, string why)
    {
        var (_, _, bench) = await PrepareAsync(Users + "create type mood as enum ('sad'); create table many as select n as id, n as a from generate_series(1, 1001) n; alter table many add primary key (id); create table parent (id int primary key); create table child (id int references parent on delete cascade); insert into parent values (1); insert into child values (1)");
        var preview = await bench.PreviewAsync(Query(sql));
        Assert.False(preview.Reversal.Possible);
        Assert.Contains(why, preview.Reversal.Sentence);
        Assert.True((await bench.RunAsync(Query(sql))).Succeeded, bench.Errors);
        Assert.Equal((preview.Reversal, null), (bench.Kept[^1].Reversal, bench.Kept[^1].Revert));
    }

    [Theory]
    [InlineData("GRANT SELECT, INSERT ON users TO reader_{0}")]
    [InlineData("REVOKE ALL ON loose FROM reader_{0}")]
    [InlineData("CREATE INDEX by_name ON users (name) WHERE id > 5")]
    [InlineData("CREATE INDEX CONCURRENTLY by_name ON users (name)")]
    [InlineData("DROP INDEX there")]
    public async Task Rights_and_indexes_have_an_exact_reverse(string form)
    {
        var (server, database, bench) = await PrepareAsync(Users);
        await server.ExecuteAsync(database, $"create role reader_{database}; grant select on users to reader_{database}; grant select, update on loose to reader_{database}; create unique index there on users (lower(name)) where id > 0");
        var before = await SchemaAsync(server, database);
        var action = Query(string.Format(form, database));
        var preview = await bench.PreviewAsync(action);
        Assert.Null(preview.Refusal);
        Assert.True(preview.Reversal.Possible, preview.Reversal.Sentence);
        Assert.Equal(before, await SchemaAsync(server, database));
        Assert.True((await bench.RunAsync(action)).Succeeded, bench.Errors);
        Assert.NotEqual(before, await SchemaAsync(server, database));
        Assert.Equal(preview.Reversal, bench.Kept[^1].Reversal);
        Assert.True((await bench.RunAsync(bench.Kept[^1].Revert!)).Succeeded, bench.Errors);
        Assert.Equal(before, await SchemaAsync(server, database));
    }

    [Theory]
    [InlineData("CREATE TABLE made (id serial PRIMARY KEY, a int REFERENCES users)", "DROP TABLE made, while it is empty")]
    [InlineData("CREATE UNLOGGED TABLE IF NOT EXISTS app.\"Made\" (a int)", "DROP TABLE app.\"Made\", while it is empty")]
    [InlineData("ALTER TABLE users ADD COLUMN extra numeric(10,2)", "ALTER TABLE users DROP COLUMN extra, while nothing stands in it")]
    [InlineData("ALTER TABLE users ADD \"it's\" text NOT NULL DEFAULT 'it''s'", "ALTER TABLE users DROP COLUMN \"it's\", while only its default stands in it")]
    [InlineData("ALTER TABLE users ADD COLUMN doubled int GENERATED ALWAYS AS (id * 2) STORED", "ALTER TABLE users DROP COLUMN doubled")]
    [InlineData("COMMENT ON TABLE users IS 'new'", "COMMENT ON TABLE users IS 'it''s old'")]
    [InlineData("COMMENT ON COLUMN public.users.name IS 'new'", "COMMENT ON COLUMN public.users.name IS NULL")]
    [InlineData("COMMENT ON SCHEMA app IS NULL", "COMMENT ON SCHEMA app IS 'the app'")]
    public async Task Tables_columns_and_comments_go_back_as_they_were(string sql, string back)
    {
        var (server, database, bench) = await PrepareAsync(Users + "create schema app; comment on schema app is 'the app'; comment on table users is 'it''s old'");
        var before = await SchemaAsync(server, database);
        var preview = await bench.PreviewAsync(Query(sql));
        Assert.Null(preview.Refusal);
        Assert.Equal($"It can be put back: {back}.", preview.Reversal.Sentence);
        Assert.Equal(before, await SchemaAsync(server, database));
        Assert.True((await bench.RunAsync(Query(sql))).Succeeded, bench.Errors);
        Assert.NotEqual(before, await SchemaAsync(server, database));
        Assert.Equal(preview.Reversal, bench.Kept[^1].Reversal);
        var revert = bench.Kept[^1].Revert!;
        Assert.Null((await bench.PreviewAsync(revert)).Refusal);
        Assert.True((await bench.RunAsync(revert)).Succeeded, bench.Errors);
        Assert.Equal(before, await SchemaAsync(server, database));
    }

    [Theory]
    [InlineData("CREATE TABLE made (a int)", "insert into made values (1)", "made has rows now")]
    [InlineData("ALTER TABLE users ADD COLUMN extra int", "update users set extra = 1 where id = 7", "users has values in extra now")]
    [InlineData("ALTER TABLE users ADD COLUMN extra json DEFAULT '{}'", "update users set extra = null where id = 7", "users has values in extra now")]
    public async Task What_somebody_has_put_in_meanwhile_is_not_taken_away(string sql, string meanwhile, string refusal)
    {
        var (server, database, bench) = await PrepareAsync(Users);
        Assert.True((await bench.RunAsync(Query(sql))).Succeeded, bench.Errors);
        await server.ExecuteAsync(database, meanwhile);
        var revert = bench.Kept[^1].Revert!;
        var state = await DumpAsync(server, database);
        Assert.Contains($"{refusal}, so that nothing was put back", (await bench.PreviewAsync(revert)).Refusal);
        Assert.False((await bench.RunAsync(revert)).Succeeded);
        Assert.Contains(refusal, bench.Errors);
        Assert.Equal(state, await DumpAsync(server, database));
    }

    [Theory]
    [InlineData("CREATE TABLE IF NOT EXISTS users (a int)")]
    [InlineData("CREATE TEMP TABLE passing (a int)")]
    [InlineData("ALTER TABLE users ADD COLUMN IF NOT EXISTS name int")]
    [InlineData("COMMENT ON TABLE users IS NULL")]
    [InlineData("ALTER SYSTEM RESET cursor_tuple_fraction")]
    public async Task Where_nothing_changes_there_is_nothing_to_put_back(string sql)
    {
        var (_, _, bench) = await PrepareAsync(Users);
        Assert.Contains("Nothing is changed", (await bench.PreviewAsync(Query(sql))).Reversal.Sentence);
        Assert.True((await bench.RunAsync(Query(sql))).Succeeded, bench.Errors);
        Assert.Equal((false, null), (bench.Kept[^1].Reversal.Possible, bench.Kept[^1].Revert));
    }

    [Fact]
    public async Task A_setting_of_the_server_goes_back_to_the_value_before()
    {
        var (server, database, bench) = await PrepareAsync(Users);
        foreach (var (sql, back) in new[] { ("ALTER SYSTEM SET geqo_seed = '0.25'", "ALTER SYSTEM RESET geqo_seed"), ("ALTER SYSTEM SET geqo_seed TO 0.5", "ALTER SYSTEM SET geqo_seed = '0.25'"), ("ALTER SYSTEM RESET geqo_seed", "ALTER SYSTEM SET geqo_seed = '0.5'") })
        {
            var preview = await bench.PreviewAsync(Query(sql));
            Assert.Contains("ALTER SYSTEM cannot be tried", preview.Unavailable);
            Assert.Equal($"It can be put back: {back}.", preview.Reversal.Sentence);
            Assert.True((await bench.RunAsync(Query(sql))).Succeeded, bench.Errors);
            Assert.Equal(preview.Reversal, bench.Kept[^1].Reversal);
        }
        Assert.True((await bench.RunAsync(bench.Kept[^1].Revert!)).Succeeded, bench.Errors);
        Assert.Equal("0.5\n", (await server.RunAsync("psql", ["-tAc", "select setting from pg_file_settings where name = 'geqo_seed'"], database)).Out);
        Assert.True((await bench.RunAsync(Query("ALTER SYSTEM RESET geqo_seed"))).Succeeded);
        Assert.Contains("has no certain reverse", (await bench.PreviewAsync(Query("ALTER SYSTEM RESET ALL"))).Reversal.Sentence);
    }

    [Fact]
    public async Task What_may_not_be_read_before_has_no_way_back_and_keeps_nothing_else_from_being_told()
    {
        var (server, database, bench) = await PrepareAsync(Users);
        await server.ExecuteAsync(database, $"create role plain_{database} login; grant all on users to plain_{database}");
        bench.Databases[0] = bench.Databases[0] with { ConnectionString = new NpgsqlConnectionStringBuilder(server.ConnectionString(database)) { Username = $"plain_{database}" }.ConnectionString };
        var preview = await bench.PreviewAsync(new PostgresQuery { Place = new() { Unnamed = true }, Commands = ["ALTER SYSTEM SET geqo_seed = '0.75'", "UPDATE users SET name = 'x' WHERE id = 1"] });
        Assert.Contains("UPDATE users: 1 row would change", preview.Effects);
        Assert.Null(preview.Refusal);
        Assert.Contains("could not be read before (permission denied", preview.Reversal.Sentence);
    }

    [Theory]
    [InlineData("VACUUM users", "VACUUM cannot be tried")]
    [InlineData("CREATE DATABASE never_made", "CREATE DATABASE cannot be tried")]
    [InlineData("ALTER SYSTEM SET work_mem = '64MB'", "ALTER SYSTEM cannot be tried")]
    [InlineData("REINDEX TABLE users", "REINDEX is not tried")]
    [InlineData("NOTIFY x", "NOTIFY is not tried")]
    [InlineData("SELECT pg_switch_wal()", "pg_switch_wal()")]
    [InlineData("SELECT nextval('numbered_id_seq')", "nextval()")]
    [InlineData("INSERT INTO numbered (a) VALUES (1), (2)", "a rollback does not give it back")]
    [InlineData("UPDATE users SET name = bump() WHERE id = 1", "bump() calls nextval()")]
    [InlineData("DO $$ begin execute 'select 1'; end $$", "puts statements together while it runs")]
    [InlineData("INSERT INTO watched VALUES (1)", "log_it() adds rows to audit")]
    [InlineData("CALL ends()", "ends transactions itself")]
    [InlineData("COPY users TO '/tmp/never'", "COPY is not tried")]
    public async Task What_a_rollback_would_not_take_back_is_not_tried(string sql, string why)
    {
        var (server, database, bench) = await PrepareAsync(Users + """
            create function bump() returns text language sql as $$ select nextval('numbered_id_seq')::text $$;
            create table watched (id int primary key); create function log_it() returns trigger language plpgsql as $$ begin insert into audit (what) values ('x'); return new; end $$;
            create trigger logs after insert on watched for each row execute function log_it();
            create procedure ends() language plpgsql as $$ begin insert into loose values (9); commit; end $$;
            """);
        var before = await DumpAsync(server, database);
        var preview = await bench.PreviewAsync(Query(sql));
        Assert.Contains(why, preview.Unavailable);
        Assert.Null(preview.Refusal);
        Assert.Equal(before, await DumpAsync(server, database));
        Assert.Equal("0\n", (await server.RunAsync("psql", ["-tAc", "select count(*) from pg_database where datname = 'never_made'"], database)).Out);
        if (sql.StartsWith("INSERT INTO numbered", StringComparison.Ordinal)) Assert.Contains("INSERT numbered: 2 rows by the plan", preview.Effects);
    }

    [Fact]
    public async Task Sessions_that_would_end_are_named()
    {
        var (server, database, bench) = await PrepareAsync(Users);
        await using var other = new NpgsqlConnection(server.ConnectionString(database) + ";Pooling=false");
        await other.OpenAsync();
        var preview = await bench.PreviewAsync(Query($"SELECT pg_terminate_backend(pid), usename FROM pg_stat_activity WHERE datname = '{database}' AND pid <> pg_backend_pid()"));
        Assert.Contains($"Ends session {other.ProcessID} of tester", Assert.Single(preview.Effects));
        Assert.StartsWith($"{other.ProcessID}@", Assert.Single(preview.Preconditions).Value);
        Assert.Contains("pg_terminate_backend()", preview.Unavailable);
        await using var alive = new NpgsqlCommand("select 1", other);
        Assert.Equal(1, await alive.ExecuteScalarAsync());
    }

    [Fact]
    public async Task What_others_hold_is_not_waited_for_and_they_are_named()
    {
        var (server, database, bench) = await PrepareAsync(Users);
        await using var other = new NpgsqlConnection(server.ConnectionString(database) + ";Pooling=false");
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("update users set name = 'held' where id = 1", other)) await hold.ExecuteNonQueryAsync();
        var preview = await bench.PreviewAsync(Query("ALTER TABLE users ADD COLUMN extra int"));
        Assert.Contains("others hold what it needs", preview.Unavailable);
        Assert.Contains(preview.Warnings, w => w.StartsWith($"Session {other.ProcessID} (tester, idle in transaction) holds RowExclusiveLock", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_goes_with_a_table_is_told_with_its_rows()
    {
        var (server, database, bench) = await PrepareAsync(Users + "create view named as select name from users");
        var before = await DumpAsync(server, database);
        Assert.Contains("other objects depend on it", (await bench.PreviewAsync(Query("DROP TABLE users"))).Refusal);
        var preview = await bench.PreviewAsync(Query("DROP TABLE users CASCADE"));
        Assert.Contains(preview.Effects, e => e.StartsWith("users loses 50 rows, ", StringComparison.Ordinal));
        Assert.Contains(preview.Warnings, w => w.Contains("drop cascades to view named", StringComparison.Ordinal));
        Assert.Contains(preview.Effects, e => e.Contains("readers and writers wait", StringComparison.Ordinal));
        Assert.Equal(before, await DumpAsync(server, database));
    }

    [Fact]
    public async Task What_the_server_would_refuse_is_told_and_constraints_at_the_end_too()
    {
        var (_, _, bench) = await PrepareAsync(Users + "create table late (id int primary key, other int references users deferrable initially deferred)");
        Assert.Contains("column \"nowhere\" of relation \"users\" does not exist", (await bench.PreviewAsync(Query("UPDATE users SET nowhere = 1"))).Refusal);
        Assert.Contains("violates foreign key constraint", (await bench.PreviewAsync(Query("INSERT INTO late VALUES (1, 999)"))).Refusal);
        var outcome = await bench.RunAsync(Query("INSERT INTO late VALUES (1, 999)"));
        Assert.False(outcome.Succeeded);
        Assert.Null(bench.Kept[^1].Revert);
        Assert.Contains("violates foreign key constraint", bench.Errors);
    }

    [Fact]
    public async Task Rows_that_moved_meanwhile_show_in_the_preconditions()
    {
        var (server, database, bench) = await PrepareAsync(Users);
        var action = Query("DELETE FROM users WHERE id < 10");
        var first = (await bench.PreviewAsync(action)).Preconditions;
        Assert.Equal(first, (await bench.PreviewAsync(action)).Preconditions);
        await server.ExecuteAsync(database, "update users set id = -1 where id = 1");
        var second = (await bench.PreviewAsync(action)).Preconditions;
        Assert.Equal(first.Select(f => f.Fact), second.Select(f => f.Fact));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Secrets_are_masked_in_what_is_shown_and_kept_in_what_puts_back()
    {
        var (server, database, bench) = await PrepareAsync("create table accounts (id int primary key, password text); insert into accounts values (1, 'hunter2-old')");
        var preview = await bench.PreviewAsync(Query("UPDATE accounts SET password = 'hunter2-new' WHERE id = 1"));
        Assert.DoesNotContain("hunter2", string.Join('\n', preview.Requests.Select(r => r.Call + r.Body).Concat(preview.Changes.Select(c => c.Before + c.After)).Concat(preview.Effects)));
        await bench.RunAsync(Query("UPDATE accounts SET password = 'hunter2-new' WHERE id = 1"));
        Assert.DoesNotContain("hunter2", string.Join('\n', bench.Kept[^1].Changes.Select(c => c.Before + c.After)) + bench.Kept[^1].Revert!.Sentence);
        Assert.True((await bench.RunAsync(bench.Kept[^1].Revert!)).Succeeded);
        Assert.Equal("hunter2-old\n", (await server.RunAsync("psql", ["-tAc", "select password from accounts"], database)).Out);
    }

    [Fact]
    public async Task A_script_is_tried_and_has_no_way_back()
    {
        var (server, database, bench) = await PrepareAsync(Users);
        bench.Files = new KeptFiles { Contents = { ["x.sql"] = "UPDATE users SET name = 'x' WHERE id < 3;\nCOPY loose (a) FROM stdin;\n1\n2\n\\.\nDELETE FROM loose;\n"u8.ToArray() } };
        var before = await DumpAsync(server, database);
        var preview = await bench.PreviewAsync("psql -f x.sql");
        Assert.Contains("UPDATE users: 2 rows would change", preview.Effects);
        Assert.Contains("2 rows of data behind a COPY of x.sql are not sent", preview.Unavailable);
        Assert.False(preview.Reversal.Possible);
        Assert.Equal(before, await DumpAsync(server, database));
        Assert.StartsWith("y.sql: No such file", (await bench.PreviewAsync("psql -f y.sql")).Refusal);
    }

    [Fact]
    public async Task Programs_tell_sizes_and_what_they_would_overwrite()
    {
        var (server, database, bench) = await PrepareAsync(Users);
        bench.Files = new KeptFiles();
        Assert.True((await bench.RunAsync("pg_dump -Fc -f nightly.dump")).Succeeded, bench.Errors);
        var preview = await bench.PreviewAsync($"pg_restore -c -d {database} nightly.dump");
        Assert.Contains("These tables are dropped first", Assert.Single(preview.Warnings));
        Assert.Contains("users (", preview.Warnings[0]);
        Assert.Contains("4 tables of nightly.dump are restored", preview.Effects[0]);
        var other = await server.CreateDatabaseAsync();
        Assert.Empty((await bench.PreviewAsync($"pg_restore -d {other} nightly.dump")).Warnings);
        Assert.Contains("is gone, with", (await bench.PreviewAsync($"dropdb {other}")).Effects[0]);
        Assert.Contains("is there already", (await bench.PreviewAsync($"createdb {other}")).Refusal);
        Assert.Contains("cannot promote server", (await bench.PreviewAsync("pg_ctl promote -D /data")).Refusal);
    }

    private static PostgresQuery Query(string sql) => new() { Place = new() { Unnamed = true }, Commands = [sql] };

    private static async Task<string> DumpAsync(PostgresInstance server, string database) => Stable((await server.RunAsync("pg_dump", ["--inserts"], database)).Out);

    private static async Task<string> SchemaAsync(PostgresInstance server, string database) => Stable((await server.RunAsync("pg_dump", ["--schema-only"], database)).Out);

    /// <summary>Rows in the order of their text, and without the word that each dump makes up.</summary>
    private static string Stable(string dump) => string.Join('\n', dump.Split('\n').Where(l => !l.StartsWith("\\restrict", StringComparison.Ordinal) && !l.StartsWith("\\unrestrict", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    private static async Task<(PostgresInstance Server, string Database, DataBench Bench)> PrepareAsync(string sql)
    {
        var server = await PostgresInstance.RunningAsync();
        var database = await server.CreateDatabaseAsync();
        await server.ExecuteAsync(database, sql);
        return (server, database, new() { Databases = { new("the database", server.ConnectionString(database), []) } });
    }
}
