namespace OpsPortal.Access;

/// <summary>Accounts, groups and grants over HTTP, for administrators.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        var accounts = app.MapGroup("/api/v1/accounts").WithTags("Accounts");
        accounts.MapGet("/", async (HttpContext context, AccountQueries queries, CancellationToken cancellation) =>
            (await queries.AccountsAsync(context.User.ToActor()!, cancellation)).ToHttp(all => Results.Ok(all.Select(Answer)))).WithSummary("Accounts with their grants");
        accounts.MapPost("/", async (InvitationBody body, HttpContext context, InviteAccount invite, CancellationToken cancellation) =>
            RoleOf(body.Role ?? "viewer", out var role) is { } wrong ? wrong.ToHttp()
            : (await invite.InvokeAsync(context.User.ToActor()!, new(body.Name, body.Email, role), cancellation)).ToHttp(made => Results.Created($"/api/v1/accounts/{made.Account}", made)))
            .WithSummary("Invite somebody; the link is returned once");
        accounts.MapPatch("/{id:guid}", ChangeAsync).WithSummary("Change the role everywhere, disable or enable, unlock");
        accounts.MapPost("/{id:guid}/reset", async (Guid id, HttpContext context, ChangeAccount change, CancellationToken cancellation) =>
            (await change.ResetAsync(context.User.ToActor()!, id, cancellation)).ToHttp()).WithSummary("Take password, codes and passkeys away; the link to choose anew is returned once");

        var groups = app.MapGroup("/api/v1/groups").WithTags("Accounts");
        groups.MapGet("/", async (HttpContext context, AccountQueries queries, CancellationToken cancellation) =>
            (await queries.GroupsAsync(context.User.ToActor()!, cancellation)).ToHttp(all => Results.Ok(all.Select(g => new { g.Id, g.Name, g.Members, Grants = g.Grants.Select(Answer) })))).WithSummary("Groups with their members and grants");
        groups.MapPost("/", async (GroupBody body, HttpContext context, ChangeGroup change, CancellationToken cancellation) =>
            (await change.AddAsync(context.User.ToActor()!, body.Name, cancellation)).ToHttp(made => Results.Created($"/api/v1/groups/{made.Id}", new { made.Id, made.Name }))).WithSummary("Add a group");
        groups.MapDelete("/{id:guid}", async (Guid id, HttpContext context, ChangeGroup change, CancellationToken cancellation) =>
            (await change.RemoveAsync(context.User.ToActor()!, id, cancellation)).ToHttp(_ => Results.NoContent())).WithSummary("Remove a group and what it brought");
        groups.MapPut("/{id:guid}/members/{account:guid}", async (Guid id, Guid account, HttpContext context, ChangeGroup change, CancellationToken cancellation) =>
            (await change.SetMemberAsync(context.User.ToActor()!, id, account, true, cancellation)).ToHttp(_ => Results.NoContent())).WithSummary("Put somebody in");
        groups.MapDelete("/{id:guid}/members/{account:guid}", async (Guid id, Guid account, HttpContext context, ChangeGroup change, CancellationToken cancellation) =>
            (await change.SetMemberAsync(context.User.ToActor()!, id, account, false, cancellation)).ToHttp(_ => Results.NoContent())).WithSummary("Take somebody out");

        var grants = app.MapGroup("/api/v1/grants").WithTags("Accounts");
        grants.MapPost("/", async (GrantBody body, HttpContext context, GiveGrant give, CancellationToken cancellation) =>
            RoleOf(body.Role, out var role) is { } wrong ? wrong.ToHttp()
            : (await give.InvokeAsync(context.User.ToActor()!, new(role, body.Account, body.Group, body.Environment, body.System), cancellation)).ToHttp(made => Results.Created($"/api/v1/grants/{made.Id}", Answer(made))))
            .WithSummary("Give a role in a place to an account or a group");
        grants.MapDelete("/{id:guid}", async (Guid id, HttpContext context, GiveGrant give, CancellationToken cancellation) =>
            (await give.TakeAsync(context.User.ToActor()!, id, cancellation)).ToHttp(_ => Results.NoContent())).WithSummary("Take a grant back");

        app.MapGet("/api/v1/me", (HttpContext context) => Me(context.User.ToActor()!)).WithTags("Accounts").WithSummary("Who asks, and what they may");
    }

    private static async Task<IResult> ChangeAsync(Guid id, AccountBody body, HttpContext context, ChangeAccount change, CancellationToken cancellation)
    {
        var actor = context.User.ToActor()!;
        Result<User>? last = null;
        if (body.Role is { } named)
        {
            if (RoleOf(named, out var role) is { } wrong) return wrong.ToHttp();
            last = await change.SetRoleAsync(actor, id, role, cancellation);
        }
        if (last?.Succeeded != false && body.Disabled is { } disabled) last = await change.DisableAsync(actor, id, disabled, cancellation);
        if (last?.Succeeded != false && body.Unlock == true) last = await change.UnlockAsync(actor, id, cancellation);
        return last is null
            ? (actor.May(Permission.Administer, toDoWhat: "administer accounts") ?? Problem.Invalid("Say what to change: role, disabled or unlock.")).ToHttp()
            : last.ToHttp(_ => Results.NoContent());
    }

    private static Problem? RoleOf(string? name, out Role role) => Enum.TryParse(name, ignoreCase: true, out role) && Enum.IsDefined(role)
        ? null
        : Problem.Invalid($"There is no role \"{name}\". Roles are {string.Join(", ", Enum.GetValues<Role>().Select(r => r.Word()))}.", "role");

    private static object Answer(AccountSummary a) => new
    {
        a.Id,
        a.Name,
        a.Email,
        Role = a.Role.Word(),
        a.Automation,
        a.Disabled,
        a.TwoFactor,
        a.Passkeys,
        a.LockedUntil,
        a.SignedInAt,
        a.Groups,
        Grants = a.Grants.Select(Answer),
    };

    private static object Answer(GrantSummary g) => new { g.Id, Role = g.Role.Word(), g.Environment, g.System, g.GivenBy, g.GivenAt };

    private static object Me(Actor actor) => new
    {
        actor.Id,
        actor.Name,
        Role = actor.Role.Word(),
        actor.Groups,
        Grants = actor.Rights.Grants.Select(g => new { May = Words(g.Can), g.Environment, g.System }),
    };

    internal static IEnumerable<string> Words(Permission can) => Enum.GetValues<Permission>().Where(p => p != Permission.None && can.HasFlag(p)).Select(Scope);

    /// <summary>As scopes of tokens are called.</summary>
    internal static string Scope(Permission permission) => permission switch
    {
        Permission.See => "read",
        Permission.RunSteps => "run",
        _ => permission.ToString().ToLowerInvariant(),
    };
}

public sealed record InvitationBody(string? Name, string? Email, string? Role);

public sealed record AccountBody(string? Role, bool? Disabled, bool? Unlock);

public sealed record GroupBody(string? Name);

public sealed record GrantBody(string? Role, Guid? Account, Guid? Group, string? Environment, string? System);
