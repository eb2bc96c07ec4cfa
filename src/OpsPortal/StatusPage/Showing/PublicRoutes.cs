using System.Globalization;
using OpsPortal.StatusPage.Feeds;
using OpsPortal.StatusPage.Pages;

namespace OpsPortal.StatusPage.Showing;

/// <summary>
/// Everything that people outside can read. It knows the board and nothing else: no request reaches the database, so it answers while
/// that is away, and cannot show what was not published.
/// </summary>
internal static class PublicRoutes
{
    private static readonly string[] Read = ["GET", "HEAD"], ReadFromElsewhere = ["GET", "HEAD", "OPTIONS"];

    /// <summary>These are asked without looking who asks.</summary>
    public static bool Is(PathString path) => path.StartsWithSegments("/status") || path == "/status.atom" || path.StartsWithSegments("/api/v2");

    public static void MapPublicStatus(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/status", Read, (HttpContext context) => CurrentAsync(context, null)).Outside();
        app.MapMethods("/status/{page}", Read, (HttpContext context, string page) => CurrentAsync(context, page)).Outside();
        app.MapMethods("/status/incidents/{id}", Read, (HttpContext context, string id) => PostAsync(context, null, id)).Outside();
        app.MapMethods("/status/{page}/incidents/{id}", Read, (HttpContext context, string page, string id) => PostAsync(context, page, id)).Outside();
        app.MapMethods("/status/history/{month?}", Read, (HttpContext context, string? month) => HistoryAsync(context, null, month)).Outside();
        app.MapMethods("/status/{page}/history/{month?}", Read, (HttpContext context, string page, string? month) => HistoryAsync(context, page, month)).Outside();
        app.MapMethods("/status.atom", Read, (HttpContext context) => TextAsync(context, null, "application/atom+xml; charset=utf-8", AtomFeed.Write)).Outside();
        app.MapMethods("/status/{page}/status.atom", Read, (HttpContext context, string page) => TextAsync(context, page, "application/atom+xml; charset=utf-8", AtomFeed.Write)).Outside();
        app.MapMethods("/status/maintenance.ics", Read, (HttpContext context) => TextAsync(context, null, "text/calendar; charset=utf-8", MaintenanceCalendar.Write)).Outside();
        app.MapMethods("/status/{page}/maintenance.ics", Read, (HttpContext context, string page) => TextAsync(context, page, "text/calendar; charset=utf-8", MaintenanceCalendar.Write)).Outside();
        app.MapMethods("/status/badge.svg", Read, (HttpContext context, string? component) => BadgeAsync(context, null, component)).Outside();
        app.MapMethods("/status/{page}/badge.svg", Read, (HttpContext context, string page, string? component) => BadgeAsync(context, page, component)).Outside();
        app.MapMethods("/status/embed", Read, (HttpContext context) => EmbedAsync(context, null)).Outside();
        app.MapMethods("/status/{page}/embed", Read, (HttpContext context, string page) => EmbedAsync(context, page)).Outside();
        app.MapMethods("/status/widget.js", Read, WidgetAsync).Outside();
        app.MapMethods("/status/{page}/logo", Read, LogoAsync).Outside();
        app.MapMethods("/api/v2/{**document}", ReadFromElsewhere, (HttpContext context, string document) => JsonAsync(context, null, document)).Outside();
        app.MapMethods("/status/{page}/api/v2/{**document}", ReadFromElsewhere, (HttpContext context, string page, string document) => JsonAsync(context, page, document)).Outside();
    }

    private static void Outside(this IEndpointConventionBuilder route) => route.AllowAnonymous().ExcludeFromDescription();

    private static async Task CurrentAsync(HttpContext context, string? slug)
    {
        var door = await PageDoor.OpenAsync(context, slug);
        if (door.Page is { } page && PageDoor.KeepLink(context, page) is { } clean) { context.Response.Redirect(clean); return; }
        await ShowAsync<StatusBody>(context, door, "current", _ => null, new() { ["Inside"] = door.Inside });
    }

    private static async Task PostAsync(HttpContext context, string? slug, string id)
    {
        var door = await PageDoor.OpenAsync(context, slug);
        var post = Guid.TryParseExact(id, "N", out var wanted) ? door.Page?.Posts.FirstOrDefault(p => p.Id == wanted) : null;
        if (post is null) await MissingAsync(context, door);
        else await ShowAsync<PostBody>(context, door, $"post {id}", _ => post.Title, new() { ["Post"] = post, ["Inside"] = door.Inside });
    }

    private static async Task HistoryAsync(HttpContext context, string? slug, string? month)
    {
        var door = await PageDoor.OpenAsync(context, slug);
        var now = door.Page is { } page ? OnCall.Schedules.WallClock.Local(page.Zone, page.ReadAt) : default;
        var wanted = new DateOnly(now.Year, now.Month, 1);
        if (month is not null && (!DateOnly.TryParseExact($"{month}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out wanted) || wanted.Year < 2000 || wanted > DateOnly.FromDateTime(now))) await MissingAsync(context, door);
        else await ShowAsync<HistoryBody>(context, door, $"history {wanted:yyyy-MM}", words => words.Say("history"), new() { ["Month"] = wanted, ["Inside"] = door.Inside });
    }

    private static async Task EmbedAsync(HttpContext context, string? slug)
    {
        var door = await PageDoor.OpenAsync(context, slug);
        // Whoever frames it shows it to everybody.
        if (door.Page is not { Audience: PageAudience.Everybody }) await MissingAsync(context, door);
        else await ShowAsync<EmbedBody>(context, door, "embed", _ => null, [], framed: true);
    }

    private static async Task ShowAsync<T>(HttpContext context, PageDoor door, string key, Func<Words, string?> title, Dictionary<string, object?> body, bool framed = false) where T : Microsoft.AspNetCore.Components.IComponent
    {
        if (door.Page is not { } page) { await MissingAsync(context, door); return; }
        var words = context.RequestServices.GetRequiredService<Languages>().Of(page.Language);
        var rendered = await door.Shown.OnceAsync($"{page.Slug} {key} {(door.Inside ? "inside" : "")}", () =>
            context.RequestServices.GetRequiredService<RenderPages>().DocumentAsync<T>(page, door.Shown.Away is not null, title(words), framed, body));
        await context.SendAsync(door, rendered, elsewhere: framed, framed: framed);
    }

    /// <summary>Whether there is none or none for this reader looks the same; only what asks for a sign-in says so.</summary>
    internal static async Task MissingAsync(HttpContext context, PageDoor door)
    {
        if (door.SignIn && door.Shown.Away is null)
        {
            context.Response.Redirect($"/sign-in?return={Uri.EscapeDataString(context.Request.Path)}");
            return;
        }
        var page = new PageView { Id = Guid.Empty, Slug = "x", Title = "Status", Accent = Contrast.DefaultAccent, TimeZone = "UTC", Language = "en", IsDefault = true, ReadAt = door.Shown.Away ?? default };
        var words = context.RequestServices.GetRequiredService<Languages>().Of(page.Language);
        var rendered = await door.Shown.OnceAsync("missing", () => context.RequestServices.GetRequiredService<RenderPages>()
            .DocumentAsync<NoticeBody>(page, false, null, framed: true, new() { ["Title"] = words.Say("missing.title"), ["Text"] = words.Say("missing.text") }));
        await context.SendAsync(door, rendered, status: StatusCodes.Status404NotFound);
    }

    private static async Task TextAsync(HttpContext context, string? slug, string type, Func<PageView, Words, Uri, string> write, string? name = null)
    {
        var door = await PageDoor.OpenAsync(context, slug);
        if (door.Page is not { } page) { await MissingAsync(context, door); return; }
        var root = Root(context);
        var words = context.RequestServices.GetRequiredService<Languages>().Of(page.Language);
        await context.SendAsync(door, await door.Shown.OnceAsync($"{page.Slug} {name ?? type} {root}", () => Task.FromResult(Rendered.Of(type, write(page, words, root)))), elsewhere: true);
    }

    private static Task JsonAsync(HttpContext context, string? slug, string document)
    {
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            PublicAnswer.Open(context.Response.Headers);
            context.Response.Headers.AccessControlAllowMethods = "GET, HEAD";
            context.Response.Headers.AccessControlAllowHeaders = "*";
            context.Response.Headers.AccessControlMaxAge = "86400";
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }
        var name = document.EndsWith(".json", StringComparison.Ordinal) ? document[..^5] : "";
        return StatusJson.Documents.ContainsKey(name)
            ? TextAsync(context, slug, "application/json; charset=utf-8", (page, words, root) => StatusJson.Write(name, page, words, root), name)
            : Problem.NotFound($"There is no {document}; there are {string.Join(", ", StatusJson.Documents.Keys.Select(k => k + ".json"))}.").ToHttp().ExecuteAsync(context);
    }

    private static async Task BadgeAsync(HttpContext context, string? slug, string? component)
    {
        var door = await PageDoor.OpenAsync(context, slug);
        var one = component is null ? null : door.Page?.Components.FirstOrDefault(c => StatusJson.Id(c.Id) == component || c.Name.Equals(component, StringComparison.OrdinalIgnoreCase));
        if (door.Page is not { } page || component is not null && one is null) { await MissingAsync(context, door); return; }
        var words = context.RequestServices.GetRequiredService<Languages>().Of(page.Language);
        await context.SendAsync(door, await door.Shown.OnceAsync($"{page.Slug} badge {one?.Id}", () => Task.FromResult(Rendered.Of("image/svg+xml", Badge.Write(page, words, one), "default-src 'none'"))), elsewhere: true);
    }

    private static readonly Rendered Widget = Rendered.Of("text/javascript; charset=utf-8", RenderPages.Resource("widget.js"));

    private static async Task WidgetAsync(HttpContext context) => await context.SendAsync(new(null, context.RequestServices.GetRequiredService<Board>().Now, false, false), Widget, elsewhere: true);

    private static async Task LogoAsync(HttpContext context, string page)
    {
        var door = await PageDoor.OpenAsync(context, page);
        if (door.Page is not { Logo: { } logo, LogoType: { } type }) { await MissingAsync(context, door); return; }
        await context.SendAsync(door, await door.Shown.OnceAsync($"{page} logo", () => Task.FromResult(Rendered.Of(type, logo))));
    }

    /// <summary>Where the portal is reached, as it was set up; else as this request reached it.</summary>
    internal static Uri Root(HttpContext context) => context.RequestServices.GetRequiredService<StatusSettings>().Address ?? new Uri($"{context.Request.Scheme}://{context.Request.Host}/");
}
