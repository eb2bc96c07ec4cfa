using OpsPortal.Maintenance;
using Xunit;

namespace OpsPortal.Tests.Maintenance;

public class PlanFlowTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 8, 2, 0, 0, TimeSpan.Zero);

    /// <summary>Two items before with a gate, two ordered ones during, one after.</summary>
    private static MaintenancePlan Plan(MaintenanceState state) => new()
    {
        Number = 7,
        Key = "k",
        Title = "Weekly maintenance",
        Systems = ["shop"],
        Owner = "Ann",
        TimeZone = "UTC",
        Reason = "…",
        CreatedBy = "Ann",
        State = state,
        StartsAt = Now,
        EndsAt = Now.AddHours(2),
        Phases = [new() { Position = 0, Name = "Before", Kind = PhaseKind.Pre, Gate = true, Keeper = "Bob" }, new() { Position = 1, Name = "During", Kind = PhaseKind.During }, new() { Position = 2, Name = "After", Kind = PhaseKind.Post }],
        Items = [Item(1, 0), Item(2, 0), Item(3, 1, ordered: true), Item(4, 1, ordered: true), Item(5, 2)],
    };

    private static MaintenanceItem Item(int number, int phase, bool ordered = false) => new() { Number = number, Phase = phase, Text = $"do {number}", Signatures = 1, Ordered = ordered };

    private static void Settle(MaintenancePlan plan, params int[] items)
    {
        foreach (var item in plan.Items.Where(i => items.Contains(i.Number))) item.State = ItemState.Done;
    }

    [Fact]
    public void Before_the_window_only_what_comes_before_is_done()
    {
        var plan = Plan(MaintenanceState.Scheduled);
        Assert.Null(PlanFlow.Blocked(plan, plan.Items[0]));
        Assert.Equal("MNT-7 has not begun; start it first.", PlanFlow.Blocked(plan, plan.Items[2]));
        Assert.Equal("MNT-7 is not scheduled yet.", PlanFlow.Blocked(Plan(MaintenanceState.Draft), plan.Items[0]));
    }

    [Fact]
    public void A_gate_waits_for_its_phase_and_everything_after_waits_for_the_gate()
    {
        var plan = Plan(MaintenanceState.Scheduled);
        Assert.Equal("Bob has to say go after Before.", PlanFlow.WhyNotStart(plan));
        Settle(plan, 1);
        Assert.Equal("Not all of Before is done: item 2 (do 2).", PlanFlow.WhyNotGo(plan, plan.Phases[0]));
        Settle(plan, 2);
        Assert.Null(PlanFlow.WhyNotGo(plan, plan.Phases[0]));
        (plan.Phases[0].Go, plan.Phases[0].DecidedBy, plan.Phases[0].Note) = (false, "Bob", "no backup");
        Assert.Equal("Bob said no-go after Before: no backup.", PlanFlow.WhyNotStart(plan));
        plan.Phases[0].Go = true;
        Assert.Null(PlanFlow.WhyNotStart(plan));
    }

    [Fact]
    public void Order_is_kept_where_it_is_marked()
    {
        var plan = Plan(MaintenanceState.InProgress);
        plan.Phases[0].Go = true;
        Assert.Equal("Item 3 comes first: do 3", PlanFlow.Blocked(plan, plan.Items[3]));
        plan.Items[2].State = ItemState.Skipped;
        Assert.Null(PlanFlow.Blocked(plan, plan.Items[3]));
        // Unordered ones wait for nobody in their own phase.
        Assert.Null(PlanFlow.Blocked(plan, plan.Items[4]));
    }

    [Fact]
    public void The_work_done_means_verifying_and_the_rest_done_means_complete()
    {
        var plan = Plan(MaintenanceState.InProgress);
        Settle(plan, 1, 2, 3, 4);
        Assert.False(PlanFlow.Advance(plan, Now));
        plan.Phases[0].Go = true;
        Assert.True(PlanFlow.Advance(plan, Now));
        Assert.Equal((MaintenanceState.Verifying, Now), (plan.State, plan.VerifyingAt));
        Assert.Equal("Not everything is done: item 5 (do 5).", PlanFlow.WhyNotComplete(plan));
        Settle(plan, 5);
        Assert.Null(PlanFlow.WhyNotComplete(plan));
    }

    [Fact]
    public void A_failed_check_stands_in_the_way_until_it_is_mended_or_rolled_back()
    {
        var plan = Plan(MaintenanceState.Verifying);
        plan.Phases[0].Go = true;
        Settle(plan, 1, 2, 3, 4);
        (plan.Items[4].State, plan.Items[4].Reason) = (ItemState.Failed, "503 instead of 200.");
        Assert.Equal("Item 5 failed (do 5): 503 instead of 200. Do it again, or roll back.", PlanFlow.WhyNotComplete(plan));
        Assert.Equal("Item 5 is a check that failed, which nobody skips: do it again, or roll back.", PlanFlow.WhyNotSkip(plan, plan.Items[4]));
        (plan.RolledBackAt, plan.RolledBackBy) = (Now, "Ann");
        Assert.Null(PlanFlow.WhyNotComplete(plan));
    }

    [Fact]
    public void Two_signatures_are_two_people()
    {
        var item = new MaintenanceItem { Number = 1, Text = "x", Signatures = 2 };
        var ann = Guid.NewGuid();
        item.Signed.Add(new() { Key = "1", UserId = ann, Name = "Ann", At = Now });
        Assert.False(item.Complete);
        item.Signed.Add(new() { Key = "2", UserId = Guid.NewGuid(), Name = "Bob", At = Now });
        Assert.True(item.Complete);
        item.Signed[1].WithdrawnAt = Now;
        Assert.False(item.Complete);
    }

    [Theory]
    [InlineData("platform", null, true)]
    [InlineData("platform", "api", true)]
    [InlineData("shop", "api", true)]
    [InlineData("shop", "API", true)]
    [InlineData("shop", "web", false)]
    [InlineData("shop", null, false)]
    [InlineData("other", "api", false)]
    public void It_covers_exactly_its_scope(string system, string? component, bool covered)
    {
        var environment = Guid.NewGuid();
        var plan = Plan(MaintenanceState.InProgress);
        (plan.EnvironmentId, plan.Systems, plan.Components) = (environment, [system == "platform" ? "platform" : "shop"], system == "platform" ? [] : ["api", "db"]);
        Assert.Equal(covered, plan.Covers(system, environment, component));
        Assert.False(plan.Covers(system, Guid.NewGuid(), component));
    }
}
