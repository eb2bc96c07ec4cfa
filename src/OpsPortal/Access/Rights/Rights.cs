namespace OpsPortal.Access;

/// <summary>What somebody may do, all told. Pure: it asks nobody.</summary>
/// <param name="Grants">Direct ones, those of groups, and the account's role everywhere.</param>
public sealed record Rights(IReadOnlyList<Grant> Grants)
{
    public static Rights None { get; } = new([]);

    public static Rights Of(Role role) => role == Role.None ? None : new([new Grant(role.Can())]);

    /// <summary>Why nothing at all is allowed any more; null as long as something may be.</summary>
    public string? Ended { get; init; }

    /// <summary>The account's name now; null where nobody looked.</summary>
    public string? Name { get; init; }

    public string? Email { get; init; }

    /// <summary>Whom to ask.</summary>
    public IReadOnlyList<string> Administrators { get; init; } = [];

    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>They are those of an API token, which may do less than its account.</summary>
    public bool OfToken { get; init; }

    /// <summary>The strongest role whose permissions all hold everywhere.</summary>
    public Role Role
    {
        get
        {
            var everywhere = Grants.Where(g => g is { EnvironmentId: null, System: null }).Aggregate(Permission.None, (all, g) => all | g.Can);
            return Enum.GetValues<Role>().Where(r => (r.Can() & everywhere) == r.Can()).Max();
        }
    }

    public bool Has(Permission permission, string? environment, string? system) => Grants.Any(g => g.Can.HasFlag(permission) && g.Covers(environment, system));

    /// <summary>As <see cref="Actor.May"/>.</summary>
    public Problem? Refuse(Permission permission, string? environment, string? system, string? toDoWhat)
    {
        if (Has(permission, environment, system)) return null;
        if (Ended is { } why) return Problem.Forbidden(why);
        var place = Place(environment, system);
        if (OfToken) return Problem.Forbidden($"This API token may not {toDoWhat ?? Words(permission)}{place}. Make one with that scope, or ask for the role first: {Whom()}.");
        return Problem.Forbidden($"To {toDoWhat ?? Words(permission)}{place} you need the role {permission.Least().Word()}{(place.Length > 0 ? " there" : "")}; {Whom()}.");
    }

    private static string Words(Permission permission) => permission switch
    {
        Permission.See => "look at this",
        Permission.RunSteps => "run steps",
        Permission.Approve => "approve changes",
        Permission.Write => "write runbooks",
        _ => "administer this",
    };

    private static string Place(string? environment, string? system) =>
        (system is null ? "" : $" of {system}") + (environment is null ? "" : $" in {environment}");

    private string Whom() => Administrators.Count == 0 ? "ask an administrator" : $"ask an administrator ({string.Join(", ", Administrators)})";
}
