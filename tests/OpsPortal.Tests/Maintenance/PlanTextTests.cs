using OpsPortal.Maintenance;
using OpsPortal.Maintenance.Planning;
using Xunit;

namespace OpsPortal.Tests.Maintenance;

public class PlanTextTests
{
    private static readonly PlanPerson Ann = new(Guid.NewGuid(), "Ann Admin"), Bob = new(Guid.NewGuid(), "Bob");
    private const string Text = """
        # Before the work [gate: Bob]
        - Take a backup {shop#backup/take} [in order] [signed]
        - Tell everybody

        # During
        - Go down to one replica {shop#scale} [in order]
        - Make the change [two people]

        # After [gate]
        - Check its health
        """;

    [Fact]
    public void What_is_written_is_read_and_written_again()
    {
        var phases = PlanText.Read(Text, [Ann, Bob]).Value!;
        Assert.Equal([PhaseKind.Pre, PhaseKind.During, PhaseKind.Post], phases.Select(p => p.KindHere));
        Assert.Equal([(true, (Guid?)Bob.Id), (false, (Guid?)null), (true, (Guid?)null)], phases.Select(p => (p.Gate, p.Keeper)));
        Assert.Equal(new ItemForm("Take a backup", "shop", "backup/take", null, 1, true), phases[0].Items[0]);
        Assert.Equal(new ItemForm("Make the change", null, null, null, 2, false), phases[1].Items[1]);
        Assert.Equal(Text.ReplaceLineEndings("\n"), PlanText.Write(phases, [Ann, Bob]));
    }

    [Fact]
    public void A_gate_that_names_nobody_gets_a_sentence() =>
        Assert.Contains("names Zoe, who is nobody here", PlanText.Read("# Before [gate: Zoe]\n- x", [Ann, Bob]).Problem?.Detail);

    [Fact]
    public void Boxes_and_lines_without_a_phase_are_items_of_the_work()
    {
        var phase = Assert.Single(PlanText.Read("- [ ] one\n* two\nthree", []).Value!);
        Assert.Equal((PhaseKind.During, "one two three"), (phase.KindHere, string.Join(' ', phase.Items.Select(i => i.Text))));
    }

    [Theory]
    [InlineData("Pre-maintenance", PhaseKind.Pre)]
    [InlineData("Before", PhaseKind.Pre)]
    [InlineData("During maintenance", PhaseKind.During)]
    [InlineData("Post-Maintenance", PhaseKind.Post)]
    [InlineData("Postgres upgrade", PhaseKind.During)]
    [InlineData("Prepared statements", PhaseKind.During)]
    public void A_phase_is_told_by_its_first_word(string name, PhaseKind kind) => Assert.Equal(kind, PhaseForm.KindOf(name));

    [Theory]
    [InlineData("weekly", DayOfWeek.Sunday, null, "FREQ=WEEKLY;BYDAY=SU")]
    [InlineData("monthly", DayOfWeek.Saturday, 1, "FREQ=MONTHLY;BYDAY=1SA")]
    [InlineData("monthly", DayOfWeek.Saturday, null, "FREQ=MONTHLY;BYDAY=1SA")]
    [InlineData("quarterly", DayOfWeek.Monday, 2, "FREQ=MONTHLY;INTERVAL=3;BYDAY=2MO")]
    [InlineData("daily", null, null, "FREQ=DAILY")]
    [InlineData(null, null, null, null)]
    public void Windows_of_runbooks_become_rules(string? recurrence, DayOfWeek? day, int? week, string? rule) =>
        Assert.Equal(rule, PlanTemplates.Rule(new("w", "Window", recurrence, day, week, new(2, 0), new(4, 0), "UTC", [], null)));
}
