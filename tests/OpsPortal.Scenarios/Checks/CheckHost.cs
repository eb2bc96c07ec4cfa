using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsPortal.Checks;
using OpsPortal.Checks.Judging;
using OpsPortal.Checks.Running;
using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Scenarios.Support;
using OpsPortal.Storage;
using OpsPortal.Targets;

namespace OpsPortal.Scenarios.Checks;

/// <summary>A portal with checks, a clock that a test moves, and the environment "box", whose targets are on the loopback.</summary>
internal sealed class CheckHost : IAsyncDisposable
{
    private readonly List<PortalHost> hosts = [];
    private string database = "";

    public FakeTime Time { get; } = new();
    public WebTarget Web { get; private set; } = null!;
    public FakeChannels Channels { get; } = new();
    public FakeStepRunner Runner { get; } = new();
    public QuietTime Quiet { get; } = new();
    public PortalHost Portal => hosts[0];
    public Guid Environment { get; } = Guid.NewGuid();

    /// <param name="targets">Beside the web server.</param>
    public static async Task<CheckHost> StartAsync(Func<TargetSettings, TargetSettings>? targets = null, string? kubeconfig = null, string roles = "web")
    {
        var host = new CheckHost { database = await PortalDatabase.CreateAsync(), Web = await WebTarget.StartAsync() };
        await host.AddNodeAsync("node-a", roles);
        await host.Portal.KnowPeopleAsync();
        var settings = new TargetSettings { Http = new() { Allow = [$"127.0.0.1:{host.Web.Plain}", $"127.0.0.1:{host.Web.Secure}", "127.0.0.1:9"], Authorities = host.Web.Authority }, Prometheus = new($"http://127.0.0.1:{host.Web.Plain}") };
        await using var db = await host.Portal.DatabaseAsync();
        var vault = host.Portal.Get<EnvironmentVault>();
        db.Environments.Add(new() { Id = host.Environment, Name = "box", ProtectedTargets = vault.Protect(targets?.Invoke(settings) ?? settings), ProtectedKubeconfig = kubeconfig is null ? null : vault.Protect(kubeconfig) });
        await db.SaveChangesAsync();
        return host;
    }

    /// <summary>Another process of the same portal.</summary>
    public async Task<PortalHost> AddNodeAsync(string name, string roles = "web")
    {
        var node = await PortalHost.StartAsync(database, new()
        {
            Roles = roles,
            Node = name,
            Time = Time,
            OnCall = true,
            Runner = Runner,
            Settings = new() { ["Paging:Address"] = "https://portal.example.com" },
            Services = services =>
            {
                var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager { ["Roles"] = "web" };
                services.AddEnvironments(configuration).AddTargets().AddChecks(configuration).AddSingleton<IQuietTime>(Quiet).AddSingleton<IRunbookSource, ShopRunbooks>();
                Channels.Into(services);
            },
        });
        hosts.Add(node);
        return node;
    }

    public T Get<T>() where T : notnull => Portal.Get<T>();

    public Task<OpsPortalDbContext> DatabaseAsync() => Portal.DatabaseAsync();

    public async Task<Check> AddAsync(CheckForm form) => (await SavedAsync(form)).Check;

    public async Task<SavedCheck> SavedAsync(CheckForm form)
    {
        var saved = await Get<SaveCheck>().AddAsync(People.Root, form with { Name = form.Name ?? "Shop answers", System = form.System ?? "shop", Environment = form.Environment ?? "box" }, default);
        Assert.True(saved.Succeeded, saved.Problem?.Detail);
        return saved.Value;
    }

    /// <summary>Each run counts for itself.</summary>
    public static Damping AtOnce { get; } = new(1, 1, 1);

    public CheckForm Http(string path = "/health", string? name = null) => new(name, Spec: new HttpCheck($"{Web.Address}{path}"), Damping: AtOnce);

    public Task<int> RunAsync() => Get<RunChecks>().InvokeAsync(default);

    /// <summary>So that everything is due, and nothing is so late that the portal seems to have been away.</summary>
    public async Task<int> NextAsync(int times = 1)
    {
        var ran = 0;
        for (var i = 0; i < times; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(100));
            ran += await RunAsync();
        }
        return ran;
    }

    public async Task<CheckStanding> StandingAsync(Check check)
    {
        await using var db = await DatabaseAsync();
        return await db.CheckStandings.AsNoTracking().FirstAsync(s => s.CheckId == check.Id);
    }

    /// <summary>Runs it once, now.</summary>
    public async Task<CheckStanding> OnceAsync(CheckForm form)
    {
        var check = await AddAsync(form);
        await RunAsync();
        return await StandingAsync(check);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts) await host.DisposeAsync();
        await Web.DisposeAsync();
    }
}

/// <summary>The runbook of scenarios, as one of the system "shop".</summary>
internal sealed class ShopRunbooks : IRunbookSource
{
    private readonly FakeRunbooks all = new();

    public async Task<Result<RunnableStep>> FindAsync(string runbook, string step, CancellationToken cancellation) =>
        await all.FindAsync(runbook, step, cancellation) is { Succeeded: true } found ? found.Value with { System = "shop" } : Problem.NotFound($"The runbook {runbook} has no step {step}.");

    public Task<Result<IReadOnlyList<RunnableStep>>> FindSectionAsync(string runbook, string section, CancellationToken cancellation) => all.FindSectionAsync(runbook, section, cancellation);
}

/// <summary>Quiet where a test says so.</summary>
internal sealed class QuietTime : IQuietTime
{
    public bool On { get; set; }

    public Task<bool> CoversAsync(Guid system, Guid environment, string? component, DateTimeOffset now, CancellationToken cancellation) => Task.FromResult(On);
}

/// <summary>What checks ask: HTTP, and the same in TLS with a certificate that ends in 23 days of the clock of tests.</summary>
internal sealed class WebTarget : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly X509Certificate2 certificate;

    private WebTarget(WebApplication app, X509Certificate2 certificate) => (this.app, this.certificate) = (app, certificate);

    public int Plain { get; private set; }
    public int Secure { get; private set; }
    public string Address => $"http://127.0.0.1:{Plain}";
    public string Authority => certificate.ExportCertificatePem();
    public int Status { get; set; } = 200;
    public string Body { get; set; } = """{"status":"healthy"}""";
    public Func<string, string> Prometheus { get; set; } = _ => "[]";
    public DateTimeOffset? LastModified { get; set; }
    public ConcurrentQueue<string> Asked { get; } = new();

    public static async Task<WebTarget> StartAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=shop", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var begin = new DateTimeOffset(2026, 3, 8, 3, 12, 0, TimeSpan.Zero);
        using var made = request.CreateSelfSigned(begin.AddDays(-1), begin.AddDays(23));
        var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(k =>
        {
            k.Listen(IPAddress.Loopback, 0);
            k.Listen(IPAddress.Loopback, 0, l => l.UseHttps(certificate));
        });
        var app = builder.Build();
        var target = new WebTarget(app, certificate);
        app.Run(target.AnswerAsync);
        await app.StartAsync();
        var addresses = app.Urls.Select(u => new Uri(u)).ToList();
        (target.Plain, target.Secure) = (addresses.First(a => a.Scheme == "http").Port, addresses.First(a => a.Scheme == "https").Port);
        return target;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Asked.Enqueue($"{context.Request.Method} {context.Request.Path}");
        if (context.Request.Path.StartsWithSegments("/api/v1/query"))
        {
            var query = context.Request.Query["query"].ToString();
            await context.Response.WriteAsync($$$"""{"status":"success","data":{"resultType":"vector","result":{{{Prometheus(query)}}}}}""");
            return;
        }
        context.Response.StatusCode = Status;
        if (LastModified is { } at) context.Response.Headers.LastModified = at.ToString("R");
        if (context.Request.Method != "HEAD") await context.Response.WriteAsync(Body);
    }

    public static string Series(params double[] values) =>
        "[" + string.Join(",", values.Select((v, i) => $$"""{"metric":{"pod":"cart-{{i}}"},"value":[1772939520,"{{v.ToString(System.Globalization.CultureInfo.InvariantCulture)}}"]}""")) + "]";

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        certificate.Dispose();
    }
}
