using OpsPortal.Access;
using OpsPortal.OnCall.Channels;

namespace OpsPortal.OnCall.Contacts;

/// <param name="Kind"><c>email</c>, <c>slack</c>, <c>webhook</c>, <c>push</c>, <c>webPush</c>, <c>sms</c>, <c>voice</c>.</param>
/// <param name="Urgency"><c>both</c>, <c>high</c>, <c>low</c>.</param>
internal sealed record MethodBody(string? Kind, string? To, string? Url, string? Secret, string? Urgency, int? Position);

/// <param name="Code">As it came over the method.</param>
internal sealed record CodeBody(string? Code);

internal static class ContactEndpoints
{
    public static void MapContacts(this IEndpointRouteBuilder api)
    {
        var contacts = api.MapGroup("/contacts");
        contacts.MapGet("/", async (HttpContext context, OnCallQueries queries, CancellationToken cancellation) =>
            (await queries.ContactsAsync(context.User.ToActor()!, cancellation)).ToHttp(all => Results.Ok(all.Select(OnCallJson.Of))))
            .WithSummary("Contacts, and whether they can be reached; addresses are never returned");

        contacts.MapGet("/me", async (HttpContext context, SaveContact save, CancellationToken cancellation) =>
            (await save.OwnAsync(context.User.ToActor()!, cancellation)).ToHttp(own => Results.Ok(OnCallJson.Of(own))))
            .WithSummary("The contact of the account that asks, made at the first time");

        contacts.MapPost("/", async (ContactForm body, HttpContext context, SaveContact save, CancellationToken cancellation) =>
            (await save.AddAsync(context.User.ToActor()!, body, cancellation)).ToHttp(made => Results.Json(OnCallJson.Of(made), statusCode: 201)))
            .WithSummary("Add a contact");

        contacts.MapPatch("/{id:guid}", async (Guid id, ContactForm body, HttpContext context, SaveContact save, CancellationToken cancellation) =>
            (await save.ChangeAsync(context.User.ToActor()!, id, body, cancellation)).ToHttp(changed => Results.Ok(OnCallJson.Of(changed))))
            .WithSummary("Change what is named");

        contacts.MapDelete("/{id:guid}", async (Guid id, HttpContext context, SaveContact save, CancellationToken cancellation) =>
            (await save.RemoveAsync(context.User.ToActor()!, id, cancellation)).ToHttp(_ => Results.NoContent()))
            .WithSummary("Remove a contact that no schedule counts on");

        contacts.MapPost("/{id:guid}/methods", async (Guid id, MethodBody body, HttpContext context, AddContactMethod add, CancellationToken cancellation) =>
        {
            if (!TryRead<MethodKind>(body.Kind, out var kind) || !TryRead<MethodUrgency>(body.Urgency ?? "both", out var urgency))
                return Problem.Invalid("A method has a kind (email, slack, webhook, push, sms, voice) and an urgency (both, high, low).", "kind").ToHttp();
            if (kind == MethodKind.WebPush) return Problem.Invalid("Browser notifications are added in the browser itself, on the page Your on-call.", "kind").ToHttp();
            return (await add.InvokeAsync(context.User.ToActor()!, id, new(kind, new(body.To, body.Url, body.Secret), urgency), cancellation))
                .ToHttp(added => Results.Json(new { method = OnCallJson.Of(added.Method), secret = added.Secret }, statusCode: 201));
        }).WithSummary("Add a way to reach a contact; a secret that the portal made to sign with is returned here and never again");

        var methods = api.MapGroup("/contact-methods");
        methods.MapPatch("/{id:guid}", async (Guid id, MethodBody body, HttpContext context, ChangeContactMethod change, CancellationToken cancellation) =>
        {
            var actor = context.User.ToActor()!;
            if (body.Urgency is null && body.Position is null) return Problem.Invalid("Name what to change: urgency or position.").ToHttp();
            if (!TryRead<MethodUrgency>(body.Urgency ?? "both", out var urgency)) return Problem.Invalid("An urgency is both, high or low.", "urgency").ToHttp();
            if (body.Urgency is not null && await change.SetUrgencyAsync(actor, id, urgency, cancellation) is { Succeeded: false, Problem: { } refused }) return refused.ToHttp();
            return body.Position is { } position ? (await change.MoveAsync(actor, id, position, cancellation)).ToHttp(_ => Results.NoContent()) : Results.NoContent();
        }).WithSummary("Change when a method is used: urgency, position");

        methods.MapDelete("/{id:guid}", async (Guid id, HttpContext context, ChangeContactMethod change, CancellationToken cancellation) =>
            (await change.RemoveAsync(context.User.ToActor()!, id, cancellation)).ToHttp(_ => Results.NoContent()))
            .WithSummary("Remove a method");

        methods.MapPost("/{id:guid}/code", async (Guid id, HttpContext context, VerifyContactMethod verify, CancellationToken cancellation) =>
            (await verify.SendCodeAsync(context.User.ToActor()!, id, cancellation)).ToHttp(_ => Results.Accepted()))
            .WithSummary("Send a code over a method");

        methods.MapPost("/{id:guid}/verify", async (Guid id, CodeBody body, HttpContext context, VerifyContactMethod verify, CancellationToken cancellation) =>
            (await verify.InvokeAsync(context.User.ToActor()!, id, body.Code ?? "", cancellation)).ToHttp(found => Results.Ok(OnCallJson.Of(found))))
            .WithSummary("Give back the code that came");

        methods.MapPost("/{id:guid}/test", async (Guid id, HttpContext context, VerifyContactMethod verify, CancellationToken cancellation) =>
            (await verify.TestAsync(context.User.ToActor()!, id, cancellation)).ToHttp(_ => Results.NoContent()))
            .WithSummary("Send a test over a method that works");
    }

    private static bool TryRead<T>(string? text, out T value) where T : struct, Enum => Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value) && !char.IsDigit(text![0]);
}
