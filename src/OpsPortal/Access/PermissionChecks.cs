namespace OpsPortal.Access;

/// <summary>Checked first in every operation; the page only mirrors it.</summary>
public static class PermissionChecks
{
    /// <summary>Null where the actor has the role everywhere; otherwise what to tell them. For what is done in one place there is <see cref="Actor.May"/>.</summary>
    public static Problem? Needs(this Actor actor, Role role, string toDoWhat) => actor.May(Strongest(role), toDoWhat: toDoWhat);

    private static Permission Strongest(Role role) => role switch
    {
        Role.Responder => Permission.RunSteps,
        Role.Approver => Permission.Approve,
        Role.Author => Permission.Write,
        Role.Administrator => Permission.Administer,
        _ => Permission.See,
    };
}
