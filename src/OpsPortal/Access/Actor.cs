namespace OpsPortal.Access;

/// <summary>Who does something: a signed-in person, or an API token in somebody's name. What they may is asked anew each time: a right that was taken away is gone at once.</summary>
public sealed record Actor
{
    /// <summary>For the audit log; null where it is not known.</summary>
    public Origin? From { get; init; }
    private readonly Standing standing;

    /// <summary>Somebody with one role everywhere, for good.</summary>
    public Actor(Guid id, string name, Role role) : this(id, name, new Standing(Rights.Of(role))) { }

    public Actor(Guid id, string name, Standing standing) => (Id, Name, this.standing) = (id, name, standing);

    public Guid Id { get; init; }

    /// <summary>As audit and pages show it.</summary>
    public string Name { get; init; }

    /// <summary>The strongest role that holds everywhere; for what is right in one place only ask <see cref="May"/>.</summary>
    public Role Role { get => standing.Now.Role; init => standing = new(Rights.Of(value)); }

    public Rights Rights => standing.Now;

    /// <summary>The sign-in session; null for tokens and for the portal itself.</summary>
    public Guid? Session { get; init; }

    /// <summary>What to tell groups of other systems, e.g. a cluster that is asked in this person's name.</summary>
    public IReadOnlyList<string> Groups => standing.Now.Groups;

    /// <summary>The portal itself: jobs, the sandbox's set-up.</summary>
    public static Actor Portal { get; } = new(Guid.Empty, "OpsPortal", Role.Administrator);

    /// <summary>Null where the actor may; otherwise what to tell them.</summary>
    /// <param name="environment">Name; null asks about what belongs to no environment.</param>
    /// <param name="system">Slug; null asks about what belongs to no system.</param>
    /// <param name="toDoWhat">"scale deployments"; null takes the permission's own words.</param>
    public Problem? May(Permission permission, string? environment = null, string? system = null, string? toDoWhat = null) =>
        Rights.Refuse(permission, environment, system, toDoWhat);

    /// <summary>Whether there is any place where they may.</summary>
    public bool MaySomewhere(Permission permission) => Rights.Grants.Any(g => g.Can.HasFlag(permission));
}
