namespace OpsPortal.Access;

/// <summary>Where to go after signing in: only within the portal, whatever the link says.</summary>
public static class LocalAddress
{
    public static string Or(string? wanted, string otherwise) =>
        wanted is ['/', ..] and not ['/', '/' or '\\', ..] && !wanted.Any(char.IsControl) ? wanted : otherwise;
}
