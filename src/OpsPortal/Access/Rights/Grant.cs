namespace OpsPortal.Access;

/// <summary>What is allowed in one place. Null means every environment, or every system.</summary>
/// <param name="Environment">Its name now; null where <paramref name="EnvironmentId"/> is.</param>
/// <param name="System">Slug.</param>
public sealed record Grant(Permission Can, Guid? EnvironmentId = null, string? Environment = null, string? System = null)
{
    /// <summary>Asked about no environment, only a grant for all of them answers; the same for systems.</summary>
    public bool Covers(string? environment, string? system) =>
        (EnvironmentId is null || (environment is not null && Environment == environment)) && (System is null || System == system);

    /// <summary>The part of it that lies in one environment; null where there is none.</summary>
    public Grant? Within(Guid environmentId, string name) =>
        EnvironmentId is null ? this with { EnvironmentId = environmentId, Environment = name } : EnvironmentId == environmentId ? this : null;
}
