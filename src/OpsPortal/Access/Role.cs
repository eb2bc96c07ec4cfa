namespace OpsPortal.Access;

/// <summary>What an account may do, as people call it. See <see cref="RoleRules.Can"/>.</summary>
public enum Role
{
    /// <summary>Nothing by itself: only what its grants say.</summary>
    None,

    /// <summary>Sees everything but secrets.</summary>
    Viewer,

    /// <summary>Runs steps.</summary>
    Responder,

    /// <summary>Runs steps, and is the second person where one has to agree.</summary>
    Approver,

    /// <summary>Runs steps and writes runbooks.</summary>
    Author,

    /// <summary>Everything, with environments and accounts.</summary>
    Administrator,
}

/// <summary>What can be allowed. Checked in the operation; pages only mirror it.</summary>
[Flags]
public enum Permission
{
    None = 0,
    See = 1,
    RunSteps = 2,
    Approve = 4,
    Write = 8,
    Administer = 16,
}

public static class RoleRules
{
    public const Permission Everything = Permission.See | Permission.RunSteps | Permission.Approve | Permission.Write | Permission.Administer;

    public static Permission Can(this Role role) => role switch
    {
        Role.Viewer => Permission.See,
        Role.Responder => Permission.See | Permission.RunSteps,
        Role.Approver => Permission.See | Permission.RunSteps | Permission.Approve,
        Role.Author => Permission.See | Permission.RunSteps | Permission.Write,
        Role.Administrator => Everything,
        _ => Permission.None,
    };

    /// <summary>The least role that brings it.</summary>
    public static Role Least(this Permission permission) => Enum.GetValues<Role>().First(r => (r.Can() & permission) == permission);

    public static string Word(this Role role) => role == Role.None ? "none" : role.ToString().ToLowerInvariant();
}
