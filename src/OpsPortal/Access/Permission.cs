namespace OpsPortal.Access;

/// <summary>Checked first in every operation; the page only mirrors it.</summary>
public static class Permission
{
    /// <summary>Null where the actor may; otherwise what to tell them.</summary>
    public static Problem? Needs(this Actor actor, Role role, string toDoWhat) => actor.Role >= role
        ? null
        : Problem.Forbidden($"To {toDoWhat} you need the role {Word(role)}; yours is {Word(actor.Role)}. An administrator can change that.");

    private static string Word(Role role) => role.ToString().ToLowerInvariant();
}
