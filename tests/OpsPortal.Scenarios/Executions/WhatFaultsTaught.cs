using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsPortal.Executions;
using OpsPortal.Executions.Running;
using OpsPortal.Scenarios.Support;
using OpsPortal.Storage;

namespace OpsPortal.Scenarios.Executions;

/// <summary>What fault injection once brought to light, each on its own, without chance.</summary>
public sealed class WhatFaultsTaught
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_process_that_stands_still_in_a_transaction_loses_it_and_the_others_go_on()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        await using (var ask = portal.Get<NpgsqlDataSource>().CreateCommand("show idle_in_transaction_session_timeout"))
            Assert.Equal("5s", await ask.ExecuteScalarAsync());
        await using var standing = await portal.DatabaseAsync();
        await using var transaction = await standing.Database.BeginTransactionAsync();
        await standing.LockAsync(AdvisoryLock.Audit, CancellationToken.None);

        // waits for that lock, until the database takes it away
        var id = await portal.ClickAsync("pods");

        Assert.True(await portal.RunAsync(id));
        var lost = await Assert.ThrowsAnyAsync<Exception>(() => transaction.CommitAsync());
        Assert.True(lost is NpgsqlException || lost.InnerException is NpgsqlException, lost.ToString());
    }

    [Fact]
    public async Task Workers_look_by_themselves_for_what_another_one_left_within_three_seconds_of_its_lease()
    {
        var (database, time, runner) = (await PortalDatabase.CreateAsync(), new FakeTime(), new FakeStepRunner());
        await using var web = await PortalHost.StartAsync(database, new() { Roles = "web", Node = "dead", Time = time, Runner = runner });
        var id = await web.ClickAsync("pods");
        Assert.NotNull(await web.Get<Claims>().TakeAsync(id, CancellationToken.None));
        await using var worker = await PortalHost.StartAsync(database, new() { Roles = "worker", Node = "alive", Time = time, Runner = runner });

        time.Advance(Lease);
        await worker.Get<LeaseReaper>().ReapAsync(CancellationToken.None);
        Assert.Equal(("dead", 1), await web.Get<ExecutionQueries>().GetAsync(id, CancellationToken.None) is { } held ? (held.Node, held.Attempt) : default);
        time.Advance(TimeSpan.FromSeconds(3));

        var ended = await web.EndOfAsync(id);
        Assert.Equal((ExecutionState.Succeeded, "alive", 2), (ended.State, ended.Node, ended.Attempt));
    }

    [Fact]
    public async Task A_lease_that_a_wrong_clock_set_far_ahead_is_over_when_nobody_renews_it()
    {
        var time = new FakeTime();
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web", Time = time });
        var id = await portal.ClickAsync("scale");
        await portal.Get<Claims>().TakeAsync(id, CancellationToken.None);
        await using var db = await portal.DatabaseAsync();
        await db.Database.ExecuteSqlAsync($"update executions set lease_until = lease_until + interval '1 day' where id = {id}");

        await portal.Get<LeaseReaper>().ReapAsync(CancellationToken.None);
        Assert.Equal(ExecutionState.Running, await StateAsync(portal, id));
        time.Advance(Lease + TimeSpan.FromSeconds(1));
        await portal.Get<LeaseReaper>().ReapAsync(CancellationToken.None);

        Assert.Equal(ExecutionState.OutcomeUnknown, await StateAsync(portal, id));
    }

    [Fact]
    public async Task A_row_that_somebody_holds_does_not_keep_the_others_from_being_given_up()
    {
        var time = new FakeTime();
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web", Time = time });
        var (held, free) = (await portal.ClickAsync("pods"), await portal.ClickAsync("services"));
        foreach (var id in new[] { held, free }) await portal.Get<Claims>().TakeAsync(id, CancellationToken.None);
        time.Advance(Lease + TimeSpan.FromSeconds(1));
        await using (var db = await portal.DatabaseAsync())
        await using (await db.Database.BeginTransactionAsync())
        {
            await db.Database.ExecuteSqlAsync($"update executions set reason = reason where id = {held}");
            await portal.Get<LeaseReaper>().ReapAsync(CancellationToken.None);
            Assert.Equal((ExecutionState.Running, ExecutionState.Queued), (await StateAsync(portal, held), await StateAsync(portal, free)));
        }

        await portal.Get<LeaseReaper>().ReapAsync(CancellationToken.None);
        Assert.Equal(ExecutionState.Queued, await StateAsync(portal, held));
    }

    [Fact]
    public async Task A_worker_that_stood_still_at_the_fence_for_a_lease_sends_nothing()
    {
        var time = new FakeTime();
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), AtPoint.SetUp(CommitPoint.BeforeSideEffect, _ =>
        {
            time.Advance(Lease);
            return Task.CompletedTask;
        }) with
        { Roles = "web", Time = time });
        var id = await portal.ClickAsync("scale");

        await portal.RunAsync(id);

        Assert.Empty(portal.Runner.SideEffects);
        Assert.Equal(ExecutionState.Running, await StateAsync(portal, id));
    }

    [Fact]
    public async Task How_it_ended_is_stored_although_every_connection_is_cut_at_that_moment()
    {
        var database = await PortalDatabase.CreateAsync();
        await using var portal = await PortalHost.StartAsync(database, AtPoint.SetUp(CommitPoint.BeforeResult, async _ =>
        {
            await using var outside = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
            await outside.OpenAsync();
            await using var cut = new NpgsqlCommand("select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()", outside);
            await cut.ExecuteNonQueryAsync();
        }) with
        { Roles = "web" });
        var id = await portal.ClickAsync("scale");

        await portal.RunAsync(id);

        await using var look = NpgsqlDataSource.Create(database);
        await using var state = look.CreateCommand($"select state from executions where id = {id}");
        Assert.Equal("Succeeded", await state.ExecuteScalarAsync());
        Assert.Equal(1, portal.Runner.SideEffects[id]);
    }

    [Fact]
    public async Task A_cancel_between_the_claim_and_the_first_sign_of_life_is_not_missed()
    {
        PortalHost? portal = null;
        await using var started = portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), AtPoint.SetUp(CommitPoint.AfterClaim,
            id => portal!.Get<CancelExecution>().InvokeAsync(People.Bob, id, CancellationToken.None)) with
        { Roles = "web", Time = new FakeTime() });
        var id = await portal.ClickAsync("scale");

        await portal.RunAsync(id);

        Assert.Equal(ExecutionState.Cancelled, await StateAsync(portal, id));
        Assert.Empty(portal.Runner.SideEffects);
    }

    private static async Task<ExecutionState> StateAsync(PortalHost portal, long id) => (await portal.Get<ExecutionQueries>().GetAsync(id, CancellationToken.None))!.State;
}
