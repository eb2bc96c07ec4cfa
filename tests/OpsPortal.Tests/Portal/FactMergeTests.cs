using OpsPortal.Systems.Facts;
using Xunit;

namespace OpsPortal.Tests.Portal;

/// <summary>What a saved runbook changes of what is kept, and what it leaves alone.</summary>
public class FactMergeTests
{
    private static readonly Guid First = Guid.NewGuid(), Second = Guid.NewGuid();
    private static readonly FactRule Severity = FactRules.Of(FactKind.Severity);

    private static FactOrigin Says(Guid runbook, params (string Field, string Value)[] says) =>
        new(runbook, runbook == First ? "first" : "second", 7, "severities", says.ToDictionary(s => s.Field, s => s.Value));

    private static FactState Kept(params FactOrigin[] origins) => new(origins, new Dictionary<string, string>(), new Dictionary<string, Guid>(), false);

    private static FactState Changed(FactState state, string field, string? text) => FactEdit.Apply(Severity, state, new() { Set = new Dictionary<string, string?> { [field] = text } }).Value!;

    [Fact]
    public void WhatIsNewIsTakenOver()
    {
        var state = FactState.Merge(null, First, Says(First, ("name", "P1")))!;
        Assert.Equal(("P1", false, false), (state.Value("name"), state.Touched, state.Gone));
    }

    [Fact]
    public void WhatTheRunbookSaysReplacesWhatItSaidBefore()
    {
        var state = FactState.Merge(Kept(Says(First, ("name", "P1"), ("meaning", "Down"))), First, Says(First, ("name", "P1"), ("respondWithin", "PT5M")))!;
        Assert.Equal(("PT5M", null), (state.Value("respondWithin"), state.Value("meaning")));
    }

    [Fact]
    public void TheSameTextChangesNothing()
    {
        var before = Kept(Says(First, ("name", "P1")));
        Assert.Same(before, FactState.Merge(before, First, Says(First, ("name", "P1"))));
    }

    [Fact]
    public void WhatPeopleSetStaysAndCanBeGivenBack()
    {
        var state = Changed(Kept(Says(First, ("respondWithin", "PT15M"))), "respondWithin", "20 min");
        state = FactState.Merge(state, First, Says(First, ("respondWithin", "PT10M"), ("meaning", "Down")))!;
        Assert.Equal(("PT20M", "PT10M", "Down"), (state.Value("respondWithin"), state.Said("respondWithin"), state.Value("meaning")));

        var back = FactEdit.Apply(Severity, state, new() { UseRunbook = ["respondWithin"] }).Value!;
        Assert.Equal(("PT10M", false), (back.Value("respondWithin"), back.Touched));
    }

    [Fact]
    public void WhatPeopleEmptiedStaysEmpty()
    {
        var state = FactState.Merge(Changed(Kept(Says(First, ("meaning", "Down"))), "meaning", null), First, Says(First, ("meaning", "All down")))!;
        Assert.Null(state.Value("meaning"));
    }

    [Fact]
    public void WhatNobodySaysGoesUnlessPeopleTouchedIt()
    {
        var untouched = Kept(Says(First, ("name", "P1")));
        Assert.Null(FactState.Merge(untouched, First, null));

        var gone = FactState.Merge(Changed(untouched, "meaning", "Down"), First, null)!;
        Assert.Equal((true, "P1", "Down"), (gone.Gone, gone.Value("name"), gone.Value("meaning")));
        Assert.Same(gone, FactState.Merge(gone, First, null));
    }

    [Fact]
    public void WhatIsSaidAgainIsNoLongerGone()
    {
        var gone = FactState.Merge(Changed(Kept(Says(First, ("name", "P1"))), "meaning", "Down"), First, null);
        var again = FactState.Merge(gone, Second, Says(Second, ("name", "P1"), ("meaning", "Broken")))!;
        Assert.Equal((false, "Down", "Broken"), (again.Gone, again.Value("meaning"), again.Said("meaning")));
        Assert.Equal("second", Assert.Single(again.Origins).Runbook);
    }

    [Fact]
    public void TwoRunbooksCompleteEachOther()
    {
        var state = FactState.Merge(Kept(Says(First, ("name", "P1"), ("meaning", "Down"))), Second, Says(Second, ("name", "P1"), ("respondWithin", "PT5M")))!;
        Assert.Equal(("Down", "PT5M"), (state.Value("meaning"), state.Value("respondWithin")));
        Assert.Empty(state.Disputed);
    }

    [Fact]
    public void WhereTheyDifferThePersonChoosesAndTheChoiceFollowsItsRunbook()
    {
        var state = FactState.Merge(Kept(Says(First, ("respondWithin", "PT15M"))), Second, Says(Second, ("respondWithin", "PT5M")))!;
        Assert.Equal(["respondWithin"], state.Disputed);
        Assert.Equal("PT15M", state.Value("respondWithin"));

        state = FactEdit.Apply(Severity, state, new() { Choose = new Dictionary<string, string> { ["respondWithin"] = "second" } }).Value!;
        state = FactState.Merge(state, Second, Says(Second, ("respondWithin", "PT3M")))!;
        Assert.Empty(state.Disputed);
        Assert.Equal("PT3M", state.Value("respondWithin"));

        state = FactState.Merge(state, Second, null)!;
        Assert.Equal(("PT15M", false), (state.Value("respondWithin"), state.Touched));
    }

    [Fact]
    public void AChangedRunbookKeepsItsPlaceSoThatTheFirstStaysTheFirst()
    {
        var state = FactState.Merge(Kept(Says(First, ("meaning", "Down")), Says(Second, ("meaning", "Slow"))), First, Says(First, ("meaning", "Gone")))!;
        Assert.Equal("Gone", state.Value("meaning"));
    }

    [Fact]
    public void WritingWhatTheRunbookSaysAnywayIsNoChangeByHand() =>
        Assert.False(Changed(Kept(Says(First, ("respondWithin", "PT15M"))), "respondWithin", "15 minutes").Touched);

    [Fact]
    public void ARunbookThatSaysNothingOfItCannotBeChosen()
    {
        var refused = FactEdit.Apply(Severity, Kept(Says(First, ("meaning", "Down"))), new() { Choose = new Dictionary<string, string> { ["meaning"] = "third" } });
        Assert.Equal("The runbook third says nothing of Means; those that do are first.", refused.Problem!.Detail);
    }
}
