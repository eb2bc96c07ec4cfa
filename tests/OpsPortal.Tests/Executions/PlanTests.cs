using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Executions.Plans;
using OpsPortal.Executions.Verification;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Previews;
using Xunit;

namespace OpsPortal.Tests.Executions;

public class PlanTests
{
    private static Execution Draft(string replicas = "5", string @namespace = "shop") => new()
    {
        Key = "",
        StepId = "s",
        Title = "t",
        Source = "s",
        Reason = "",
        RequestedBy = "Ada",
        Action = new KubernetesScale { Resources = [new("deployment", "cart")], Namespace = @namespace, Replicas = replicas },
    };

    private static ActionPreview Seeing(params (string Subject, string Fact)[] facts) => new() { Preconditions = [.. facts.Select(f => new Precondition(f.Subject, f.Fact, f.Fact))] };

    [Fact]
    public void TheHashNamesActionAndFactsAndNotTheirOrderOrWords()
    {
        var hash = PlanHash.Of(Draft(), Seeing(("a", "1"), ("b", "2")));
        Assert.Equal(64, hash.Length);
        Assert.Equal(hash, PlanHash.Of(Draft(), Seeing(("b", "2"), ("a", "1")) with { Effects = ["other words"] }));
        Assert.NotEqual(hash, PlanHash.Of(Draft(), Seeing(("a", "1"), ("b", "3"))));
        Assert.NotEqual(hash, PlanHash.Of(Draft(), Seeing(("a", "1"))));
        Assert.NotEqual(hash, PlanHash.Of(Draft("6"), Seeing(("a", "1"), ("b", "2"))));
        Assert.NotEqual(hash, PlanHash.Of(Draft(@namespace: "other"), Seeing(("a", "1"), ("b", "2"))));
    }

    [Theory]
    [InlineData("a=1", "a=2", "a: was 1, is 2")]
    [InlineData("a=1", "", "a is no longer a part of it")]
    [InlineData("", "a=1", "a has become a part of it")]
    [InlineData("a=1,b=1", "a=2,b=2", "a: was 1, is 2; b: was 1, is 2")]
    [InlineData("a=1", "a=1", "the step itself was edited")]
    public void WhatMovedIsTold(string then, string now, string told) => Assert.Equal(told, PlanMoves.Tell(Facts(then), Facts(now)));

    private static ActionPreview Facts(string text) =>
        Seeing([.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(f => f.Split('=')).Select(f => (f[0], f[1]))]);

    [Fact]
    public void EndlessMovesAreCounted() =>
        Assert.EndsWith("; and 3 more", PlanMoves.Tell(new(), Seeing([.. Enumerable.Range(0, 8).Select(i => ($"pod {i}", "there"))])));

    [Fact]
    public void ChangesOfOneObjectShareAKeyAndReadsHaveNone()
    {
        var scale = new KubernetesScale { Resources = [new("deployment", "cart")], Namespace = "shop", Replicas = "5" };
        var restart = new KubernetesRolloutRestart { Resources = [new("deployment", "cart")], Namespace = "shop" };
        Assert.Equal("kubernetes:shop/deployment/cart", TargetKey.Of(scale, Risk.Change));
        Assert.Equal(TargetKey.Of(scale, Risk.Change), TargetKey.Of(restart, Risk.Change));
        Assert.NotEqual(TargetKey.Of(scale, Risk.Change), TargetKey.Of(scale with { Namespace = "other" }, Risk.Change));
        Assert.Null(TargetKey.Of(scale, Risk.Read));
        Assert.StartsWith("redis", TargetKey.Of(new RedisCommand { Place = new(), Words = ["FLUSHDB"] }, Risk.Destructive));
    }

    private static ActionPreview Changing(string subject, string? before, string? after, string? refusal = null) => new() { Changes = [new(subject, before, after)], Refusal = refusal };

    [Theory]
    [InlineData("3", "5", "5", null, "Happened")]
    [InlineData("3", "5", "3", null, "DidNotHappen")]
    [InlineData("3", "5", "4", null, "Unclear")]
    [InlineData("at 2026-01-01T00:00:00Z", "at 2026-03-08T03:12:00Z", "at 2026-03-08T03:12:07Z", null, "Happened")]
    [InlineData("at 2026-01-01T00:00:00Z", "at 2026-03-08T03:12:00Z", "at 2026-01-01T00:00:00Z", null, "DidNotHappen")]
    [InlineData("there", null, null, "pods \"x\" not found", "Happened")]
    [InlineData(null, "made", null, "pods \"x\" already exists", "Unclear")]
    [InlineData("there", null, null, "forbidden", "Unclear")]
    [InlineData("3", "3", "3", null, "Unclear")]
    public void OnlyWhatIsCertainIsDecided(string? before, string? after, string? live, string? refusal, string finding)
    {
        var planned = Changing("x", before, after);
        var now = refusal is null ? Changing("x", live, after) : new ActionPreview { Refusal = refusal };
        Assert.Equal(finding, $"{OutcomeEvidence.Of(planned, now).Finding}");
    }

    [Theory]
    [InlineData("5", "Happened")]
    [InlineData("4", "Unclear")]
    public void WhatTheSameOnceMoreWouldLeaveAloneIsDone(string live, string finding) =>
        Assert.Equal(finding, $"{OutcomeEvidence.Of(Changing("x", "3", "5"), new ActionPreview { LeftAlone = [new("x", live, live)] }).Finding}");

    [Theory]
    [InlineData(Gate.Confirm, Gate.RunAtOnce, 60)]
    [InlineData(Gate.SecondPerson, Gate.Confirm, 60)]
    [InlineData(Gate.Confirm, Gate.TypeName, 0)]
    public void APolicyThatMakesNoSenseIsRefused(Gate change, Gate destructive, int minutes) => Assert.NotNull(new ChangePolicy(change, destructive, true, minutes).Check());

    [Fact]
    public void ProductionAsksForASecondPersonBeforeSomethingIsDestroyed()
    {
        Assert.Equal(Gate.SecondPerson, ChangePolicy.Usual(production: true).For(Risk.Destructive));
        Assert.Equal(Gate.TypeName, ChangePolicy.Usual(production: false).For(Risk.Destructive));
        Assert.Null(ChangePolicy.Usual(production: true).Check());
    }
}
