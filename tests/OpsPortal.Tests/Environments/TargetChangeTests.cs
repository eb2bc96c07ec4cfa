using OpsPortal.Environments;
using OpsPortal.Targets;
using Xunit;

namespace OpsPortal.Tests.Environments;

public class TargetChangeTests
{
    private static readonly TargetSettings Before = new()
    {
        Databases = [new("orders", "Host=db;Database=orders;Password=one", ["postgres-pod"])],
        Http = new() { Allow = ["api.example.com"], Authorities = null },
        Prometheus = new("http://prometheus:9090/"),
        Host = new() { Programs = ["ls"], Variables = new Dictionary<string, string> { ["AWS_PROFILE"] = "ops" } },
    };

    [Fact]
    public void WhatAFormLeavesOutStays() => Assert.Equal(TargetSummary.Of(Before).ToString(), TargetSummary.Of(TargetChange.Apply(Before, new("box")).Value!).ToString());

    [Fact]
    public void AServerKeepsItsConnectionUntilAnotherIsGiven()
    {
        var kept = TargetChange.Apply(Before, new(Databases: [new("orders", null, ["$DATABASE_URL"])])).Value!;
        Assert.Equal(("Host=db;Database=orders;Password=one", "$DATABASE_URL"), (kept.Databases[0].ConnectionString, kept.Databases[0].Binds[0]));

        var moved = TargetChange.Apply(Before, new(Databases: [new("orders", "Host=other")])).Value!;
        Assert.Equal(("Host=other", "postgres-pod"), (moved.Databases[0].ConnectionString, moved.Databases[0].Binds[0]));
    }

    [Fact]
    public void AServerThatIsNotNamedIsRemoved() => Assert.Empty(TargetChange.Apply(Before, new(Databases: [])).Value!.Databases);

    [Fact]
    public void EmptyTextTakesAway() => Assert.Null(TargetChange.Apply(Before, new(Prometheus: new(""))).Value!.Prometheus);

    public static TheoryData<EnvironmentForm, string> Mistakes => new()
    {
        { new(Databases: [new("new")]), "new has no connection string" },
        { new(Databases: [new("", "Host=x")]), "Each server needs a name" },
        { new(Databases: [new("a", "Host=x"), new("a", "Host=y")]), "There are two servers called a" },
        { new(Databases: [new("a", "postgres://x")]), "The connection string of a cannot be read" },
        { new(Prometheus: new("prometheus:9090")), "is no address of a Prometheus" },
        { new(Docker: new("docker")), "is no address of a Docker engine" },
        { new(Http: new(Routes: [new("api.example.com", "elsewhere")])), "is incomplete" },
        { new(Http: new(Authorities: "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----")), "The authorities cannot be read" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void AMistakeIsNamedWithWhatToDo(EnvironmentForm form, string sentence) => Assert.Contains(sentence, TargetChange.Apply(Before, form).Problem!.Detail, StringComparison.Ordinal);

    [Fact]
    public void NothingSecretIsInTheSummary()
    {
        var text = System.Text.Json.JsonSerializer.Serialize(TargetSummary.Of(Before));
        Assert.DoesNotContain("one", text, StringComparison.Ordinal);
        Assert.Contains("AWS_PROFILE", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"ops\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsShownInTheDialogComesBackTheSame()
    {
        var settings = Before with
        {
            Http = new() { Allow = ["api.example.com", "*.internal"], Routes = [new("platform-service:443", "127.0.0.1:8443")], DestructivePaths = ["/audit/cleanup"] },
            Docker = new(new("tcp://docker:2375/"), "services: {}", "app"),
            Host = new() { Programs = ["ls", "./scripts/*"], WorkingDirectory = "/srv", SearchPath = ["/usr/bin"], Paths = new Dictionary<string, string> { ["/backups"] = "/mnt/b" } },
        };
        var shown = TargetSummary.Of(settings);
        var saved = TargetChange.Apply(settings, TargetDraft.Of(shown).Into(new("box"))).Value!;
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(settings), System.Text.Json.JsonSerializer.Serialize(saved));
    }

    [Fact]
    public void One_target_is_asked_with_what_is_stored_whatever_is_wrong_with_the_others()
    {
        var before = new TargetSettings { Databases = [new("orders", "Host=db;Password=kept", [])], Prometheus = new("http://me:kept@prometheus:9090") };
        var form = new EnvironmentForm(Databases: [new("orders"), new("unfinished")], Redis: [new("unfinished")], Prometheus: new("http://prometheus:9090/"));
        Assert.False(TargetChange.Apply(before, form).Succeeded);
        var one = TargetChange.Apply(before, new TargetChoice("database", "orders").Alone(form));
        Assert.Equal("Host=db;Password=kept", Assert.Single(one.Value!.Databases).ConnectionString);
        Assert.Equal("me:kept", TargetChange.Apply(before, new TargetChoice("prometheus").Alone(form)).Value!.Prometheus!.UserInfo);
        Assert.Equal("", TargetChange.Apply(before, new TargetChoice("prometheus").Alone(form with { Prometheus = new("http://elsewhere:9090/") })).Value!.Prometheus!.UserInfo);
    }
}
