using Microsoft.EntityFrameworkCore;
using OpsPortal.Executions;
using OpsPortal.Executions.Output;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Scenarios.Support;
using OpsPortal.Storage;
using OpsPortal.Targets;

namespace OpsPortal.Scenarios.Executions;

public sealed class Output
{
    [Fact]
    public async Task A_reader_resumes_from_its_number_and_misses_nothing()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());
        portal.Runner.Run = Lines(1_000, _ => "x");
        var id = await portal.ClickAsync("pods");
        await portal.EndOfAsync(id);

        Assert.Equal(Enumerable.Range(701, 300), (await portal.OutputAsync(id, after: 700)).Select(l => l.N));
        var page = await portal.Get<ExecutionQueries>().OutputAsync(id, 10, 5, CancellationToken.None);
        Assert.Equal((11, 15, false), (page!.From, page.To, page.Complete));
    }

    [Fact]
    public async Task What_is_written_is_seen_while_the_step_still_runs()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());
        var seen = new TaskCompletionSource();
        portal.Runner.Run = async (_, output, _, cancellation) =>
        {
            await output.WriteAsync(OutputStream.Out, "first", cancellation);
            await seen.Task.WaitAsync(cancellation);
            await output.WriteAsync(OutputStream.Error, "second", cancellation);
            return ActionOutcome.Success("done");
        };
        var id = await portal.ClickAsync("pods");

        List<OutputLine> lines = [];
        await foreach (var page in portal.Get<OutputReader>().FollowAsync(id, 0, CancellationToken.None))
        {
            lines.AddRange(page.Lines);
            seen.TrySetResult();
        }

        Assert.Equal([(1, "out", "first"), (2, "err", "second")], lines.Select(l => (l.N, l.Stream, l.Text)));
    }

    [Fact]
    public async Task Beyond_the_limit_the_middle_is_left_out_and_the_other_lines_keep_their_numbers()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Limits = l => l.OutputBytes = 20_000 });
        // Ten bytes a line, with its line end.
        portal.Runner.Run = Lines(10_000, n => $"{n:D9}");
        var id = await portal.ClickAsync("pods");

        var lines = await portal.OutputAsync(id);
        var ended = await portal.EndOfAsync(id);

        Assert.Equal(Enumerable.Range(1, 1_000), lines.Take(1_000).Select(l => l.N));
        Assert.Equal((1_001, "note", "… 8,000 lines (78.1 KiB) left out: the limit for one execution is 19.5 KiB …"), (lines[1_000].N, lines[1_000].Stream, lines[1_000].Text));
        Assert.Equal(Enumerable.Range(9_001, 1_000), lines.Skip(1_001).Select(l => l.N));
        Assert.All(lines.Where(l => l.Stream == "out"), l => Assert.Equal($"{l.N:D9}", l.Text));
        Assert.Equal((8_000, 10_000), (ended.LinesOmitted, ended.LastLine));
    }

    [Fact]
    public async Task Two_hundred_thousand_lines_are_stored_many_to_a_row_and_read_back()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());
        portal.Runner.Run = Lines(200_000, n => $"2026-03-08T03:12:00Z INFO  request {n} served in 12 ms by cart-7d9c6b5f4-x2x9z");
        var id = await portal.ClickAsync("pods");
        var ended = await portal.EndOfAsync(id);

        var lines = await portal.OutputAsync(id);

        Assert.Equal(ExecutionState.Succeeded, ended.State);
        Assert.Equal(Enumerable.Range(1, 200_000), lines.Select(l => l.N));
        // what takes time is a row, not a line
        await using var db = await portal.DatabaseAsync();
        Assert.InRange(await db.OutputChunks.CountAsync(c => c.ExecutionId == id), 1, 200_000 / 100);
    }

    [Fact]
    public async Task Secrets_never_reach_the_database()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());
        string? command = null;
        portal.Runner.Run = async (execution, output, _, cancellation) =>
        {
            command = string.Join(' ', ((KubernetesExec)execution.Action).Command);
            await output.WriteAsync(OutputStream.Out, "signing in with hunter2-and-more\0", cancellation);
            await output.WriteAsync(OutputStream.Out, "Authorization: Bearer abcdef0123456789", cancellation);
            return ActionOutcome.Failure("hunter2-and-more was refused");
        };

        var id = await portal.ClickAsync("login", new() { ["password"] = "hunter2-and-more" });
        var ended = await portal.EndOfAsync(id);

        Assert.Equal("login hunter2-and-more", command);
        Assert.Equal("••• was refused", ended.Reason);
        Assert.Equal(["signing in with •••", "Authorization: Bearer •••"], (await portal.OutputAsync(id)).Select(l => l.Text));
        await using var db = await portal.DatabaseAsync();
        foreach (var table in new[] { "executions", "output_chunks", "audit_entries" })
            Assert.Equal(0, await CountAsync(db, table, "hunter2"));
        Assert.Null(ended.ProtectedParameters);
    }

    private static async Task<long> CountAsync(OpsPortalDbContext db, string table, string text)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        await db.Database.OpenConnectionAsync();
        command.CommandText = $"select count(*) from {table} t where t::text like '%{text}%'";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static Func<Execution, IOutput, Func<CancellationToken, ValueTask>, CancellationToken, Task<ActionOutcome>> Lines(int count, Func<int, string> text) =>
        async (_, output, _, cancellation) =>
        {
            for (var n = 1; n <= count; n++) await output.WriteAsync(OutputStream.Out, text(n), cancellation);
            return ActionOutcome.Success($"{count} lines");
        };
}
