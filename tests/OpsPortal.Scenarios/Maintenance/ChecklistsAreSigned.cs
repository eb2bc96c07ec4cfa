using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Executions;
using OpsPortal.Executions.Plans;
using OpsPortal.Maintenance;
using OpsPortal.Maintenance.Planning;
using OpsPortal.Maintenance.Working;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Maintenance;

/// <summary>Items are signed by people or by their steps, in their order, and nothing of it is lost.</summary>
public sealed class ChecklistsAreSigned : IAsyncLifetime
{
    private readonly FakeTime time = new();
    private readonly FakeChannels channels = new();
    private PortalHost portal = null!;

    public async Task InitializeAsync() => portal = await MaintenancePlans.MaintainedAsync(time, channels);

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task Many_people_at_once_lose_no_tick_and_one_tick_sent_often_is_one_signature()
    {
        var number = await portal.BegunAsync(time, time.Form(MaintenancePlans.Phase("During", [.. Enumerable.Range(1, 12).Select(n => new ItemForm($"do {n}", Signatures: 2))])));
        var ticks = from item in Enumerable.Range(1, 12) from person in new[] { People.Ann, People.Bob } from again in Enumerable.Range(0, 3) select (item, person);
        var done = await Task.WhenAll(ticks.Select(t => portal.SignAsync(number, t.item, t.person, $"{t.person.Name}-{t.item}")));
        Assert.All(done, d => Assert.True(d.Succeeded, d.Problem?.Detail));
        var plan = await portal.PlanAsync(number);
        Assert.All(plan.Items, i => Assert.Equal((ItemState.Done, 2), (i.State, i.Signed.Count)));
    }

    [Fact]
    public async Task Two_signatures_are_of_two_people_and_the_own_one_can_be_withdrawn()
    {
        var number = await portal.BegunAsync(time, time.Form(MaintenancePlans.Phase("During", new ItemForm("Cut over", Signatures: 2))));
        Assert.True((await portal.SignAsync(number, 1)).Succeeded);
        Assert.Equal("You signed item 1 already; the second signature is somebody else's.", (await portal.SignAsync(number, 1)).Problem?.Detail);
        Assert.True((await portal.SignAsync(number, 1, People.Bob)).Succeeded);
        Assert.Equal(ItemState.Done, (await portal.PlanAsync(number)).Items[0].State);
        Assert.True((await portal.Get<SignItem>().WithdrawAsync(People.Bob, number, 1, default)).Succeeded);
        Assert.Equal(ItemState.Open, (await portal.PlanAsync(number)).Items[0].State);
        Assert.True((await portal.SignAsync(number, 1, People.Root)).Succeeded);
        Assert.Equal(ItemState.Done, (await portal.PlanAsync(number)).Items[0].State);
    }

    [Fact]
    public async Task A_step_signs_its_item_when_it_ends_well_and_its_failure_is_mended_or_rolled_back()
    {
        var number = await portal.BegunAsync(time, time.Form(MaintenancePlans.Phase("During", new ItemForm("Scale", "shop", "scale")), MaintenancePlans.Phase("After", new ItemForm("Look at the pods", "shop", "pods"))));
        Assert.Equal("Item 1 signs itself when its step is done. Run it.", (await portal.SignAsync(number, 1)).Problem?.Detail);

        var request = new ExecutionRequest("shop", "scale", "sandbox", new Dictionary<string, string>(), $"{Guid.NewGuid()}") { Maintenance = number, MaintenanceItem = 1 };
        Assert.Equal(ProblemKind.NeedsPlan, (await portal.Get<RequestExecution>().InvokeAsync(People.Ann, request, default)).Problem?.Kind);
        var look = MaintenancePlans.Must(await portal.Get<PreviewStep>().InvokeAsync(People.Ann, request, default));
        var scaled = MaintenancePlans.Must(await portal.ConfirmAsync(request, look));
        Assert.Equal(StepOutcome.Running, (await portal.PlanAsync(number)).Items[0].Outcome);
        await portal.RunAsync(scaled.Id);
        var plan = await portal.PlanAsync(number);
        Assert.Equal((ItemState.Done, $"exec {scaled.Id} by Ann", MaintenanceState.Verifying), (plan.Items[0].State, plan.Items[0].By, plan.State));

        portal.Runner.Run = (_, _, _, _) => Task.FromResult(OpsPortal.Targets.ActionOutcome.Failure("503 instead of 200"));
        await RunItemAsync(number, 2, "pods");
        Assert.StartsWith("Item 2 failed (Look at the pods)", (await portal.Get<RunMaintenance>().CompleteAsync(People.Ann, number, null, default)).Problem?.Detail);
        Assert.Contains("which nobody skips", (await portal.Get<SignItem>().SkipAsync(People.Ann, number, 2, "no time", default)).Problem?.Detail);
        Assert.True((await portal.Get<RunMaintenance>().RollBackAsync(People.Bob, number, "the new one answers 503", default)).Succeeded);
        Assert.True((await portal.Get<RunMaintenance>().CompleteAsync(People.Ann, number, null, default)).Succeeded);
        plan = await portal.PlanAsync(number);
        Assert.Equal((MaintenanceState.Completed, "Bob", ItemState.Failed), (plan.State, plan.RolledBackBy, plan.Items[1].State));
    }

    [Fact]
    public async Task A_gate_is_for_the_one_who_is_named_and_order_is_kept()
    {
        var form = time.Form(new("Before", null, true, People.Bob.Id, [new("Back up")]), MaintenancePlans.Phase("During", new ItemForm("First", Ordered: true), new ItemForm("Second", Ordered: true)));
        var number = await portal.ScheduleAsync(form);
        time.Advance(TimeSpan.FromHours(1));
        var (gate, run) = (portal.Get<DecideGate>(), portal.Get<RunMaintenance>());
        Assert.StartsWith("Bob has to say go after Before.", (await run.StartAsync(People.Ann, number, default)).Problem?.Detail);
        Assert.StartsWith("Not all of Before is done", (await gate.InvokeAsync(People.Bob, number, 0, true, null, default)).Problem?.Detail);
        Assert.True((await portal.SignAsync(number, 1)).Succeeded);
        Assert.Equal(ProblemKind.Forbidden, (await gate.InvokeAsync(People.Ann, number, 0, true, null, default)).Problem?.Kind);
        Assert.Equal("Say why not; everybody who waits reads it.", (await gate.InvokeAsync(People.Bob, number, 0, false, null, default)).Problem?.Detail);
        Assert.True((await gate.InvokeAsync(People.Bob, number, 0, false, "the backup is too small", default)).Succeeded);
        Assert.Contains("Bob said no-go", (await run.StartAsync(People.Ann, number, default)).Problem?.Detail);
        Assert.True((await gate.InvokeAsync(People.Bob, number, 0, true, null, default)).Succeeded);
        Assert.True((await run.StartAsync(People.Ann, number, default)).Succeeded);
        Assert.Equal("Item 2 comes first: First", (await portal.SignAsync(number, 3)).Problem?.Detail);
        Assert.Equal("Say why it is skipped; it stands in the record.", (await portal.Get<SignItem>().SkipAsync(People.Ann, number, 2, " ", default)).Problem?.Detail);
        Assert.True((await portal.Get<SignItem>().SkipAsync(People.Ann, number, 2, "done yesterday", default)).Succeeded);
        Assert.True((await portal.SignAsync(number, 3)).Succeeded);
        Assert.True((await run.CompleteAsync(People.Ann, number, null, default)).Succeeded);
    }

    [Fact]
    public async Task A_tick_from_a_browser_that_had_no_network_keeps_its_time_and_the_record_its_hash()
    {
        var number = await portal.BegunAsync(time, time.Form(MaintenancePlans.Phase("During", new ItemForm("Move it"))));
        using var ann = portal.Client("Responder");
        var made = time.GetUtcNow().AddMinutes(5);
        time.Advance(TimeSpan.FromMinutes(20));
        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/maintenance/{number}/items/1/sign") { Content = JsonContent.Create(new { note = "all moved", tickedAt = made }) };
            request.Headers.Add("Idempotency-Key", "phone-1");
            using var answer = await ann.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        var signature = Assert.Single((await portal.PlanAsync(number)).Items[0].Signed);
        Assert.Equal((made, "all moved", "Ann"), (signature.TickedAt, signature.Note, signature.Name));

        Assert.True((await portal.Get<RunMaintenance>().CompleteAsync(People.Ann, number, null, default)).Succeeded);
        var text = await ann.GetByteArrayAsync($"/api/v1/maintenance/{number}/export");
        var hash = Convert.ToHexStringLower(SHA256.HashData(text));
        await using var db = await portal.DatabaseAsync();
        Assert.Equal(hash, (await db.AuditEntries.SingleAsync(e => e.Action == "maintenance.completed")).Detail["record"]);
        var record = JsonNode.Parse(Encoding.UTF8.GetString(text))!;
        Assert.Equal("Ann", (string?)record["phases"]![0]!["items"]![0]!["signatures"]![0]!["name"]);
        var markdown = await ann.GetStringAsync($"/api/v1/maintenance/{number}/export?format=markdown");
        Assert.Contains("- [x] 1. Move it (done)", markdown);
        Assert.Contains(hash, markdown);
        Assert.Contains("its record is closed", (await portal.SignAsync(number, 1, People.Bob)).Problem?.Detail);
    }

    [Fact]
    public async Task Where_the_environment_asks_for_a_second_person_a_plan_does_too()
    {
        await using (var db = await portal.DatabaseAsync())
            await db.Environments.Where(e => e.Name == "sandbox").ExecuteUpdateAsync(e => e.SetProperty(x => x.Policy, new OpsPortal.Environments.ChangePolicy(OpsPortal.Environments.Gate.SecondPerson, OpsPortal.Environments.Gate.SecondPerson)));
        var number = await portal.ScheduleAsync(time.Form(), People.Root);
        Assert.Equal(MaintenanceState.AwaitingApproval, (await portal.PlanAsync(number)).State);
        Assert.Equal(ProblemKind.Forbidden, (await portal.Get<ScheduleMaintenance>().ApproveAsync(People.Root, number, null, default)).Problem?.Kind);
        Assert.Equal(ProblemKind.Forbidden, (await portal.Get<ScheduleMaintenance>().ApproveAsync(People.Ann, number, null, default)).Problem?.Kind);
        var abe = People.Bob with { Role = OpsPortal.Access.Role.Approver };
        Assert.True((await portal.Get<ScheduleMaintenance>().ApproveAsync(abe, number, "fine", default)).Succeeded);
        Assert.Equal((MaintenanceState.Scheduled, "Bob"), ((await portal.PlanAsync(number)).State, (await portal.PlanAsync(number)).ApprovedBy));
    }

    private async Task RunItemAsync(long number, int item, string step)
    {
        var made = MaintenancePlans.Must(await portal.Get<RequestExecution>().InvokeAsync(People.Ann, new("shop", step, "sandbox", new Dictionary<string, string>(), $"{Guid.NewGuid()}") { Maintenance = number, MaintenanceItem = item }, default));
        await portal.RunAsync(made.Id);
    }
}
