using OpsPortal.Access;

namespace OpsPortal.Storage;

/// <summary>
/// What the one on whose behalf this code runs may see. Every query is narrowed to it, so that a page which forgets to ask shows
/// nothing foreign. It follows the request or the circuit; without one, in jobs and before a sign-in, everything is there.
/// </summary>
public sealed record Sight(bool AllEnvironments, bool AllSystems, bool All, Guid[] Environments, string[] Systems, Guid[] WholeEnvironments, string[] WholeSystems, string[] Pairs)
{
    /// <summary>Who looks; null is the portal itself.</summary>
    public Guid? Person { get; private init; }

    private static readonly AsyncLocal<Actor?> Looking = new();
    private static readonly Sight Everything = new(true, true, true, [], [], [], [], []);

    /// <summary>From here on, until the request or the circuit ends.</summary>
    public static void Through(Actor? actor) => Looking.Value = actor;

    public static Sight Now => Looking.Value is { } actor ? Of(actor.Rights) with { Person = actor.Id } : Everything;

    internal static Sight Of(Rights rights)
    {
        var seen = rights.Grants.Where(g => g.Can.HasFlag(Permission.See)).ToList();
        return new(
            seen.Any(g => g.EnvironmentId is null),
            seen.Any(g => g.System is null),
            seen.Any(g => g is { EnvironmentId: null, System: null }),
            [.. seen.Select(g => g.EnvironmentId).OfType<Guid>().Distinct()],
            [.. seen.Select(g => g.System).OfType<string>().Distinct()],
            [.. seen.Where(g => g.System is null).Select(g => g.EnvironmentId).OfType<Guid>().Distinct()],
            [.. seen.Where(g => g.EnvironmentId is null).Select(g => g.System).OfType<string>().Distinct()],
            [.. seen.Where(g => g is { EnvironmentId: not null, System: not null }).Select(g => $"{g.EnvironmentId}/{g.System}").Distinct()]);
    }
}
