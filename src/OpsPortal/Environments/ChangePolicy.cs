namespace OpsPortal.Environments;

/// <summary>What has to happen before something is done. Each asks for more than the one before.</summary>
public enum Gate
{
    /// <summary>Nothing: a click does it.</summary>
    RunAtOnce,

    /// <summary>Its preview is looked at and confirmed.</summary>
    Confirm,

    /// <summary>The target's name is typed as well.</summary>
    TypeName,

    /// <summary>Somebody else approves it as well.</summary>
    SecondPerson,
}

/// <summary>What an environment asks for before changes.</summary>
/// <param name="Destructive">Never <see cref="Gate.RunAtOnce"/>.</param>
/// <param name="BreakGlass">Whether a responder may go on alone with a reason, where a second person or a freeze stands in the way.</param>
/// <param name="ApprovalMinutes">How long an approval is waited for.</param>
public sealed record ChangePolicy(Gate Change = Gate.Confirm, Gate Destructive = Gate.TypeName, bool BreakGlass = true, int ApprovalMinutes = 60)
{
    public static ChangePolicy Usual(bool production) => production ? new(Destructive: Gate.SecondPerson) : new();

    /// <summary>Null where it makes sense.</summary>
    public Problem? Check() =>
        Destructive == Gate.RunAtOnce ? Problem.Invalid("What destroys something cannot run at once: choose confirm, type the name, or a second person.", "policy")
        : Destructive < Change ? Problem.Invalid("What destroys something has to ask for as much as a change at least.", "policy")
        : ApprovalMinutes is < 1 or > 7 * 24 * 60 ? Problem.Invalid("An approval can be waited for from one minute to seven days; give the minutes.", "policy")
        : null;
}

/// <summary>For a while, nothing is changed in an environment.</summary>
/// <param name="Until">Null means until somebody ends it.</param>
public sealed record Freeze(string Reason, string By, DateTimeOffset Since, DateTimeOffset? Until)
{
    public bool Holds(DateTimeOffset now) => Until is null || now < Until;
}
