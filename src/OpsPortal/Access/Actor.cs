namespace OpsPortal.Access;

/// <summary>Who does something: a signed-in person, or an API token in somebody's name.</summary>
/// <param name="Name">As audit and pages show it.</param>
public sealed record Actor(Guid Id, string Name, Role Role)
{
    /// <summary>For the audit log; null where it is not known.</summary>
    public Origin? From { get; init; }

    /// <summary>The portal itself: jobs, the sandbox's set-up.</summary>
    public static Actor Portal { get; } = new(Guid.Empty, "OpsPortal", Role.Administrator);
}

/// <summary>What an account may do. Each includes those before it.</summary>
public enum Role
{
    /// <summary>Sees everything but secrets.</summary>
    Viewer,

    /// <summary>Runs steps.</summary>
    Responder,

    /// <summary>Writes runbooks.</summary>
    Author,

    /// <summary>Sets up environments and accounts.</summary>
    Administrator,
}
