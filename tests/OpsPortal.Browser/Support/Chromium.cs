using Microsoft.Playwright;
using OpsPortal.Scenarios.Support;
using Xunit;

namespace OpsPortal.Browser.Support;

/// <summary>Chromium against a portal process with the sandbox inside, an administrator signed in.</summary>
public class Chromium : IAsyncLifetime
{
    public const string Code = "browser-one-time-code-0123456789";

    // No sandbox: tests run as root in containers. The rest keeps Chromium from calling home.
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? playwright;
    private IBrowser? browser;
    private string? signedIn;
    private PrivateRedis? redis;

    public PortalProcess Portal { get; private set; } = null!;

    /// <summary>The five systems are there.</summary>
    protected virtual bool Sandbox => true;

    /// <summary>What this portal is told besides.</summary>
    protected virtual IReadOnlyList<(string Name, string Value)> Settings => [];

    /// <summary>Connection string of the portal's database, for what cannot be clicked.</summary>
    public string Database { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var postgres = await PrivatePostgres.RunningAsync();
        redis = await PrivateRedis.StartAsync();
        Database = await postgres.CreateDatabaseAsync();
        Portal = await PortalProcess.StartAsync(Database, sandbox: Sandbox, settings:
            [("OPSPORTAL_ONE_TIME_CODE", Code), ("Sandbox__Postgres", postgres.ConnectionString("postgres")), ("Sandbox__Redis", redis.Connection), .. Settings]);
        playwright = await Playwright.CreateAsync();
        browser = await LaunchAsync(playwright);
        await using var visit = await OpenAsync(signedIn: false);
        await SetUp.BecomeAdministratorAsync(visit.Page, Code);
        signedIn = await visit.Context.StorageStateAsync();
    }

    /// <summary>A fresh window. It fails the test at its end where the console had errors.</summary>
    /// <param name="script">False is a browser without JavaScript.</param>
    public Task<Visit> OpenAsync(Look? look = null, bool signedIn = true, bool script = true) =>
        OpenAsync(browser!, Portal, look, signedIn ? this.signedIn : null, script);

    internal static Task<IBrowser> LaunchAsync(IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(new() { ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium", Args = Arguments });

    internal static async Task<Visit> OpenAsync(IBrowser browser, PortalProcess portal, Look? look = null, string? signedIn = null, bool script = true)
    {
        look ??= Look.Desktop;
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = portal.Client.BaseAddress!.ToString(),
            StorageState = signedIn,
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            JavaScriptEnabled = script,
        });
        return new Visit(context, await context.NewPageAsync());
    }

    public async Task DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        if (Portal is not null) await Portal.DisposeAsync();
        if (redis is not null) await redis.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>One that pages people: it sends to the loopback, and its messages have links.</summary>
public sealed class PagingChromium : Chromium
{
    protected override bool Sandbox => false;

    protected override IReadOnlyList<(string Name, string Value)> Settings => [("OnCall__Inside", "127.0.0.1"), ("Paging__Address", "https://ops.example.org/"), ("Paging__Pause", "00:00:00.1")];
}

/// <summary>A window's size and colours.</summary>
public sealed record Look(string Name, int Width, int Height, bool Dark)
{
    public static Look Desktop { get; } = new("light", 1440, 900, false);
    public static Look Night { get; } = new("dark", 1440, 900, true);
    public static Look Phone { get; } = new("phone", 390, 844, false);
    public static IReadOnlyList<Look> All { get; } = [Desktop, Night, Phone];
}

[CollectionDefinition(nameof(Chromium))]
public sealed class BrowserJourneys : ICollectionFixture<Chromium>;
