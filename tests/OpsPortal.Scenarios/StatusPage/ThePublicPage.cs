using System.Net;
using System.Net.Http.Headers;
using OpsPortal.Scenarios.Support;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using static OpsPortal.Scenarios.StatusPage.StatusHost;

namespace OpsPortal.Scenarios.StatusPage;

/// <summary>What people outside get, and what they do not.</summary>
public sealed class ThePublicPage
{
    [Fact]
    public async Task It_is_cached_by_its_tag_and_sent_small()
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync();
        using var first = await host.Outside.GetAsync("/status");
        Assert.Equal((true, TimeSpan.FromSeconds(15)), (first.Headers.CacheControl!.Public, first.Headers.CacheControl.MaxAge));
        using var again = new HttpRequestMessage(HttpMethod.Get, "/status") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var same = await host.Outside.SendAsync(again);
        Assert.Equal((HttpStatusCode.NotModified, 0L), (same.StatusCode, (await same.Content.ReadAsByteArrayAsync()).LongLength));

        await host.PublishAsync(page, "Search is slow", PostStatus.Investigating, ComponentState.DegradedPerformance, null, "Search");
        using var later = new HttpRequestMessage(HttpMethod.Get, "/status") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var changed = await host.Outside.SendAsync(later);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);

        using var small = new HttpRequestMessage(HttpMethod.Get, "/status") { Headers = { AcceptEncoding = { new StringWithQualityHeaderValue("br") } } };
        using var compressed = await host.Outside.SendAsync(small);
        Assert.Equal("br", Assert.Single(compressed.Content.Headers.ContentEncoding));
    }

    [Fact]
    public async Task Pages_are_for_those_they_are_for()
    {
        await using var host = await StartAsync();
        await host.PageAsync();
        await host.PageAsync("Internal", new(Audience: PageAudience.SignedIn));
        var secret = Must(await host.Get<SavePage>().AddAsync(People.Root, new("Customers of ACME", Audience: PageAudience.Link), default)).Secret!;
        await host.ShowAsync();

        using var inside = await host.Outside.GetAsync("/status/internal");
        Assert.Equal("/sign-in?return=%2Fstatus%2Finternal", inside.Headers.Location?.ToString());
        foreach (var path in new[] { "", "/status.atom", "/maintenance.ics", "/badge.svg", "/embed", "/api/v2/summary.json", "/history", "/subscribe" })
        {
            using var closed = await host.Outside.GetAsync($"/status/customers-of-acme{path}");
            using var nothing = await host.Outside.GetAsync($"/status/no-such-page{path}");
            Assert.Equal((HttpStatusCode.NotFound, await nothing.Content.ReadAsStringAsync()), (closed.StatusCode, await closed.Content.ReadAsStringAsync()));
        }
        using var entered = await host.Outside.GetAsync($"/status/customers-of-acme?key={secret}");
        Assert.Equal("/status/customers-of-acme", entered.Headers.Location?.ToString());
        Assert.Contains("httponly", Assert.Single(entered.Headers.GetValues("Set-Cookie")));
        Assert.Contains("Customers of ACME", await host.ReadAsync("/status/customers-of-acme"));
        Assert.Contains("Customers of ACME", await host.ReadAsync($"/status/customers-of-acme/api/v2/summary.json?key={secret}"));

        Assert.NotNull(Must(await host.Get<SavePage>().ChangeAsync(People.Root, "customers-of-acme", new(NewLink: true), default)).Secret);
        await host.ShowAsync();
        using var old = await host.Outside.GetAsync($"/status/customers-of-acme?key={secret}");
        Assert.Equal(HttpStatusCode.NotFound, old.StatusCode);
    }

    [Fact]
    public async Task Its_headers_hold_a_browser_back_and_let_programs_read()
    {
        await using var host = await StartAsync();
        await host.PageAsync();
        using var page = await host.Outside.GetAsync("/status");
        Assert.Contains("default-src 'none'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")));
        Assert.Contains("frame-ancestors 'none'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")));
        Assert.False(page.Headers.Contains("Access-Control-Allow-Origin"));
        using var frame = await host.Outside.GetAsync("/status/embed");
        Assert.Contains("frame-ancestors *", Assert.Single(frame.Headers.GetValues("Content-Security-Policy")));
        using var json = await host.Outside.GetAsync("/api/v2/status.json");
        Assert.Equal("*", Assert.Single(json.Headers.GetValues("Access-Control-Allow-Origin")));
        using var asked = await host.Outside.SendAsync(new(HttpMethod.Options, "/api/v2/status.json"));
        Assert.Equal(HttpStatusCode.NoContent, asked.StatusCode);
        using var head = await host.Outside.SendAsync(new(HttpMethod.Head, "/status"));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
    }

    [Fact]
    public async Task History_is_told_by_month_and_each_incident_has_its_address()
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync();
        var update = await host.PublishAsync(page, "Search is slow", PostStatus.Resolved, ComponentState.Operational, null, "Search");
        Assert.Contains("History of March 2026", await host.ReadAsync("/status/history"));
        Assert.Contains("Search is slow", await host.ReadAsync("/status/history/2026-03"));
        Assert.DoesNotContain("Search is slow", await host.ReadAsync("/status/history/2026-02"));
        Assert.Contains("Search is slow", await host.ReadAsync($"/status/incidents/{update.PostId:N}"));
        foreach (var wrong in new[] { "/status/history/2026-13", "/status/history/x", "/status/history/2099-01", "/status/incidents/x", $"/status/incidents/{Guid.NewGuid():N}" })
        {
            using var answer = await host.Outside.GetAsync(wrong);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_logo_is_what_its_content_says()
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync();
        Assert.Equal("This is no PNG, JPEG, GIF or WebP image. Save it as one of these.", (await host.Get<SavePage>().SetLogoAsync(People.Root, page.Slug, "<svg onload=alert(1)>"u8.ToArray(), default)).Problem?.Detail);
        Assert.Equal("logo", (await host.Get<SavePage>().SetLogoAsync(People.Root, page.Slug, new byte[SavePage.MaxLogo + 1], default)).Problem?.Field);
        Must(await host.Get<SavePage>().SetLogoAsync(People.Root, page.Slug, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], default));
        await host.ShowAsync();
        using var logo = await host.Outside.GetAsync($"/status/{page.Slug}/logo");
        Assert.Equal("image/png", logo.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task It_speaks_the_language_and_the_time_of_its_readers()
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync("Beispiel", new(Language: "de", TimeZone: "Europe/Berlin"));
        await host.PublishAsync(page, "Suche langsam", PostStatus.Investigating, ComponentState.DegradedPerformance, null, "Search");
        var text = WebUtility.HtmlDecode(await host.ReadAsync("/status"));
        Assert.Contains("<html lang=\"de\">", text);
        Assert.Contains("Search ist seit 04:12 UTC+1 beeinträchtigt", text);
    }

    [Fact]
    public async Task It_survives_the_database_and_says_of_when_it_is()
    {
        var postgres = await PrivatePostgres.StartOwnAsync();
        await using var host = await StartAsync(await postgres.CreateDatabaseAsync(), services: null);
        await SystemAsync(host);
        var page = await host.PageAsync();
        await host.PublishAsync(page, "Search is slow", PostStatus.Investigating, ComponentState.DegradedPerformance, null, "Search");
        await postgres.StopAsync();
        await host.ShowAsync();
        foreach (var path in new[] { "/status", "/status/history", "/api/v2/summary.json", "/status.atom" }) Assert.Contains("Search is slow", await host.ReadAsync(path));
        Assert.Contains("As of 03:12 UTC; live data cannot be read at the moment.", await host.ReadAsync("/status"));
        using var asked = await host.AskAsync(page, "eve@example.net");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, asked.StatusCode);

        await postgres.RestartAsync();
        await host.ShowAsync();
        Assert.DoesNotContain("live data cannot be read", await host.ReadAsync("/status"));
    }

    [Fact]
    public async Task A_portal_that_starts_without_its_database_still_shows_it()
    {
        var postgres = await PrivatePostgres.StartOwnAsync();
        var database = await postgres.CreateDatabaseAsync();
        var folder = Directory.CreateTempSubdirectory("opsportal-status-").FullName;
        await using (var portal = await PortalProcess.StartAsync(database, settings: [("StatusPage__Directory", folder)]))
        {
            using var added = await portal.Client.PostAsync("/api/v1/status-pages", new StringContent("""{"title":"Example"}""", System.Text.Encoding.UTF8, "application/json"));
            Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync());
            using var published = await portal.Client.PostAsync("/api/v1/status-pages/example/updates", new StringContent("""{"title":"Search is slow","body":"We look into it."}""", System.Text.Encoding.UTF8, "application/json"));
            Assert.True(published.IsSuccessStatusCode, await published.Content.ReadAsStringAsync());
            await KeptAsync(folder);
        }
        await postgres.StopAsync();
        await using (var portal = await PortalProcess.StartAsync(database, settings: [("StatusPage__Directory", folder)]))
        {
            var text = await portal.Client.GetStringAsync("/status");
            Assert.Contains("Search is slow", text);
            Assert.Contains("live data cannot be read", text);
            using var other = await portal.Client.GetAsync("/api/v1/incidents");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, other.StatusCode);
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Waits for the file system to say that it is there.</summary>
    private static async Task KeptAsync(string folder)
    {
        using var watcher = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
        var file = Path.Combine(folder, "pages.json");
        while (!File.Exists(file) || !(await File.ReadAllTextAsync(file)).Contains("Search is slow", StringComparison.Ordinal)) await Task.Run(() => watcher.WaitForChanged(WatcherChangeTypes.All, 20_000));
    }

    private static async Task SystemAsync(StatusHost host)
    {
        await using var db = await host.DatabaseAsync();
        db.Systems.Add(new() { Id = Guid.NewGuid(), Slug = "shop", Name = "Shop" });
        await db.SaveChangesAsync();
    }
}
