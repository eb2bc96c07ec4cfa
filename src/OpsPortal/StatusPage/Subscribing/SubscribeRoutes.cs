using OpsPortal.OnCall.Channels;
using OpsPortal.StatusPage.Showing;
using OpsPortal.Storage;

namespace OpsPortal.StatusPage.Subscribing;

/// <summary>
/// The forms of those who want to be told. They carry no antiforgery token: they act on nothing that a browser brings along by itself, and
/// mail programs have to be able to post to the last one (RFC 8058).
/// </summary>
internal static class SubscribeRoutes
{
    /// <summary>Rate limit of what anybody may send.</summary>
    public const string Limit = "status-subscribe";

    public static void MapSubscriptions(this IEndpointRouteBuilder app)
    {
        app.MapGet("/status/{page}/subscribe", (HttpContext context, string page) => WithPageAsync(context, page, (door, view, words) =>
            ShowAsync<SubscribeBody>(context, door, view, words.Say("subscribe"), new() { ["Works"] = Works(context) }))).AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/status/{page}/subscribe", AskAsync).AllowAnonymous().ExcludeFromDescription().DisableAntiforgery().RequireRateLimiting(Limit);
        app.MapGet("/status/{page}/confirm", (HttpContext context, string page) => WithPageAsync(context, page, async (door, view, words) =>
        {
            var token = context.Request.Query["token"].ToString();
            var found = await context.RequestServices.GetRequiredService<Subscribe>().FindToConfirmAsync(view.Id, token, context.RequestAborted);
            // Opening it does nothing: programs that look at messages open links, too.
            await NoticeAsync(context, door, view, words.Say("confirm.title"), found is { EndedAt: null } s ? words.Say("confirm.text", view.Title, s.Shown) : words.Say("confirm.gone"), found is { EndedAt: null } ? words.Say("confirm.send") : null, token);
        })).AllowAnonymous().ExcludeFromDescription().RequireRateLimiting(Limit);
        app.MapPost("/status/{page}/confirm", (HttpContext context, string page) => WithPageAsync(context, page, async (door, view, words) =>
        {
            var secret = await context.RequestServices.GetRequiredService<Subscribe>().ConfirmAsync(view.Id, await TokenAsync(context), context.RequestAborted);
            await NoticeAsync(context, door, view, words.Say("confirm.title"), secret is null ? words.Say("confirm.gone") : words.Say("confirm.done"), secret: secret is { Length: > 0 } ? secret : null);
        })).AllowAnonymous().ExcludeFromDescription().DisableAntiforgery().RequireRateLimiting(Limit);
        app.MapGet("/status/{page}/unsubscribe", (HttpContext context, string page) => WithPageAsync(context, page, async (door, view, words) =>
        {
            var token = context.Request.Query["token"].ToString();
            var found = await context.RequestServices.GetRequiredService<Subscribe>().FindToLeaveAsync(view.Id, token, context.RequestAborted);
            await NoticeAsync(context, door, view, words.Say("leave.title"), found is null ? words.Say("confirm.gone") : words.Say("leave.text", view.Title, found.Shown), found is null ? null : words.Say("leave.send"), token);
        }, anybody: true)).AllowAnonymous().ExcludeFromDescription().RequireRateLimiting(Limit);
        app.MapPost("/status/{page}/unsubscribe", (HttpContext context, string page) => WithPageAsync(context, page, async (door, view, words) =>
        {
            var left = await context.RequestServices.GetRequiredService<Subscribe>().LeaveAsync(view.Id, await TokenAsync(context), context.RequestAborted);
            await NoticeAsync(context, door, view, words.Say("leave.title"), left ? words.Say("leave.done") : words.Say("confirm.gone"));
        }, anybody: true)).AllowAnonymous().ExcludeFromDescription().DisableAntiforgery().RequireRateLimiting(Limit);
    }

    private static Task AskAsync(HttpContext context, string page) => WithPageAsync(context, page, async (door, view, words) =>
    {
        if (!context.Request.HasFormContentType) { context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType; return; }
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (kind, address) = (form["kind"].ToString(), form["address"].ToString());
        var wanted = new SubscribeForm(Enum.TryParse<MethodKind>(kind, ignoreCase: true, out var known) ? known : MethodKind.Sms, address,
            [.. form["component"].Select(c => Guid.TryParseExact(c, "N", out var id) ? id : Guid.Empty).Take(500)]);
        var problem = await context.RequestServices.GetRequiredService<Subscribe>().AskAsync(view.Id, wanted, context.RequestAborted);
        if (problem is null) await NoticeAsync(context, door, view, words.Say("subscribe"), words.Say("subscribe.asked"));
        else await ShowAsync<SubscribeBody>(context, door, view, words.Say("subscribe"), new() { ["Works"] = Works(context), ["Wrong"] = problem.Detail, ["Kind"] = kind, ["Address"] = address }, 400);
    });

    private static bool Works(HttpContext context) => context.RequestServices.GetRequiredService<Subscribe>().Works;

    /// <param name="anybody">Whoever got messages may leave, whether they may still read the page or not.</param>
    private static async Task WithPageAsync(HttpContext context, string slug, Func<PageDoor, PageView, Words, Task> act, bool anybody = false)
    {
        var door = await PageDoor.OpenAsync(context, slug);
        if (anybody && door.Page is null && door.Shown.Find(slug) is { } closed) door = door with { Page = closed };
        if (door.Page is not { } page) { await PublicRoutes.MissingAsync(context, door); return; }
        var words = context.RequestServices.GetRequiredService<Languages>().Of(page.Language);
        try
        {
            await act(door, page, words);
        }
        catch (Exception e) when (DatabaseTrouble.Passes(e) && !context.Response.HasStarted)
        {
            await NoticeAsync(context, door, page, words.Say("subscribe"), words.Say("stale", words.Moment(page.ReadAt, page.Zone, page.ReadAt)), status: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static Task NoticeAsync(HttpContext context, PageDoor door, PageView page, string title, string text, string? verb = null, string? token = null, string? secret = null, int status = 200) =>
        ShowAsync<NoticeBody>(context, door, page, title, new() { ["Title"] = title, ["Text"] = text, ["Verb"] = verb, ["Token"] = token, ["Secret"] = secret }, status);

    private static async Task ShowAsync<T>(HttpContext context, PageDoor door, PageView page, string title, Dictionary<string, object?> body, int status = 200) where T : Microsoft.AspNetCore.Components.IComponent
    {
        var rendered = await context.RequestServices.GetRequiredService<RenderPages>().DocumentAsync<T>(page, door.Shown.Away is not null, title, framed: false, body);
        // Of one person: not to be kept by anybody.
        await context.SendAsync(door with { Inside = true }, rendered, status: status, keep: false);
    }

    /// <summary>From the form, or from the address as one-click mail programs post it.</summary>
    private static async Task<string?> TokenAsync(HttpContext context) =>
        context.Request.HasFormContentType && (await context.Request.ReadFormAsync(context.RequestAborted))["token"].ToString() is { Length: > 0 } token ? token : context.Request.Query["token"].ToString();
}
