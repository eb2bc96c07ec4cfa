namespace OpsPortal.Access;

/// <summary>Who may administer accounts: an administrator of everything who proved lately who they are.</summary>
public sealed class AccountGuard(Sessions sessions)
{
    public const string ConfirmField = "confirm";

    public async Task<Problem?> RefuseAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.May(Permission.Administer, toDoWhat: "administer accounts") is { } refused) return refused;
        // A browser may have been left open; a token is its own proof.
        return actor.Session is null || await sessions.IsFreshAsync(actor, cancellation)
            ? null
            : Problem.Forbidden($"Confirm first that it is you: your last proof is older than {Sessions.Fresh.TotalMinutes:0} minutes.") with { Field = ConfirmField };
    }
}
