namespace OpsPortal.Access;

/// <summary>Where an account stands right now. Whoever holds one sees every change of its rights, however long ago they got it.</summary>
public sealed class Standing(Rights now)
{
    private volatile Rights current = now;

    public Rights Now => current;

    internal void Set(Rights rights) => current = rights;
}

/// <summary>Whose standing: an account, as seen through one sign-in session or one API token.</summary>
public sealed record StandingKey(Guid Account, Guid? Session = null, Guid? Token = null);
