using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Executions;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Alerts.Diagnostics;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Scenarios.Support;
using OpsPortal.Storage.Jobs;
using OpsPortal.Storage.Live;

namespace OpsPortal.Scenarios.Incidents;

/// <summary>Where its system allows it, an alert's reads have run before anybody opens the page: each once, and nothing that changes anything.</summary>
public sealed class DiagnosticsRunByThemselves
{
    private const string Text = """
        # Shop

        ## High error rate

        ### Diagnosis

        ```bash
        kubectl get pods -n shop
        ```

        ```bash
        kubectl describe pod <pod> -n shop
        ```

        ```bash
        kubectl get configmap <nobody-gave-this> -n shop
        ```

        ```bash
        kubectl rollout restart deployment/cart -n shop
        ```

        ### Resolution

        ```bash
        kubectl get deployments -n shop
        ```
        """;

    [Fact]
    public async Task Results_are_in_the_timeline_before_anybody_looks()
    {
        await using var portal = await PortalAsync("web,worker");
        await using var hints = portal.Get<ILiveBus>().SubscribeAll(HintKind.Incident);
        var sender = await AlertSender.AddAsync(portal, form: new() { Environment = "sandbox" });
        await sender.NotifyAsync(FiringAlert());
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        IReadOnlyList<TimelineEntry> results;
        while ((results = (await portal.Get<IncidentQueries>().TimelineAsync(1, 0, [TimelineKind.Execution], default))!).Count < 2) await hints.NextAsync(TimeSpan.FromSeconds(30), enough.Token);
        Assert.All(results, r => Assert.Contains(" by OpsPortal: ", r.Text));

        await using var db = await portal.DatabaseAsync();
        var executions = await db.Executions.AsNoTracking().OrderBy(e => e.Id).ToListAsync();
        Assert.Equal(["kubectl get pods -n shop", "kubectl describe pod <pod> -n shop"], executions.Select(e => e.Source));
        Assert.Equal("cart-0", executions[1].Parameters["pod"]);
        Assert.All(executions, e => Assert.Equal((1L, Risk.Read, Guid.Empty), (e.Incident, e.Risk, e.RequestedById)));
    }

    [Fact]
    public async Task A_job_that_comes_twice_asks_once()
    {
        await using var portal = await PortalAsync("web");
        var sender = await AlertSender.AddAsync(portal, form: new() { Environment = "sandbox" });
        await sender.NotifyAsync(FiringAlert());
        for (var n = 0; n < 2; n++) await portal.Services.GetRequiredKeyedService<IJobHandler>("alert-diagnostics").HandleAsync("1", default);
        await using var db = await portal.DatabaseAsync();
        Assert.Equal(2, await db.Executions.CountAsync());
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Nothing_runs_where_nobody_allowed_it_or_the_sender_is_kept_out(bool allowed, bool sender)
    {
        await using var portal = await PortalAsync("web", allowed);
        await AlertAsync(portal, sender);
        await using var db = await portal.DatabaseAsync();
        Assert.Equal((1, 0), (await db.Incidents.CountAsync(), await db.Executions.CountAsync()));
    }

    [Fact]
    public async Task Only_the_steps_that_were_named_run()
    {
        await using var portal = await PortalAsync("web", allowed: false);
        var library = (await portal.Get<RunbookLibrary>().FindAsync("shop", default))!;
        string Key(string source) => $"shop#{library.Compiled.Steps.Single(s => s.Source == source).Id}";
        Assert.Contains("only steps that read", (await AllowAsync(portal, [Key("kubectl rollout restart deployment/cart -n shop")])).Problem!.Detail);
        Assert.Contains("has no step", (await AllowAsync(portal, ["shop#nowhere"])).Problem!.Detail);
        Assert.Equal(ProblemKind.Forbidden, (await portal.Get<AllowDiagnostics>().InvokeAsync(People.Ann, "shop", "sandbox", null, default)).Problem!.Kind);
        Assert.True((await AllowAsync(portal, [Key("kubectl describe pod <pod> -n shop"), Key("kubectl get deployments -n shop")])).Succeeded);
        await AlertAsync(portal, true);
        await using (var db = await portal.DatabaseAsync()) Assert.Equal(["kubectl describe pod <pod> -n shop"], await db.Executions.Select(e => e.Source).ToListAsync());

        Assert.True((await portal.Get<AllowDiagnostics>().ForbidAsync(People.Root, "shop", "sandbox", default)).Succeeded);
        Assert.Null((await portal.Get<DiagnosticQueries>().OfAsync("shop", default))!.Single(p => p.Environment == "sandbox").Allowed);
    }

    private static Task<Result<AllowedDiagnostics>> AllowAsync(PortalHost portal, IReadOnlyList<string>? steps) => portal.Get<AllowDiagnostics>().InvokeAsync(People.Root, "shop", "sandbox", steps, default);

    private static async Task AlertAsync(PortalHost portal, bool diagnostics)
    {
        var sender = await AlertSender.AddAsync(portal, form: new() { Environment = "sandbox", Diagnostics = diagnostics });
        await sender.NotifyAsync(FiringAlert());
        await portal.Services.GetRequiredKeyedService<IJobHandler>("alert-diagnostics").HandleAsync("1", default);
    }

    private static object FiringAlert() => AlertSender.Alert("HighErrorRate", annotations: new { runbook_url = "/runbooks/shop#high-error-rate" });

    private static async Task<PortalHost> PortalAsync(string roles, bool allowed = true)
    {
        var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = roles, Services = services => services.AddSingleton<IRunbookSource, RunbookSteps>() });
        await using var db = await portal.DatabaseAsync();
        db.RunbookVersions.Add(new() { RunbookId = FakeRunbooks.RunbookId, Number = 1, Text = Text, Hash = RunbookCompiler.Compile(Text, "Shop").Hash, CreatedAt = DateTimeOffset.UnixEpoch, CreatedBy = "Ann" });
        await db.SaveChangesAsync();
        if (allowed) Assert.True((await AllowAsync(portal, null)).Succeeded);
        return portal;
    }
}
