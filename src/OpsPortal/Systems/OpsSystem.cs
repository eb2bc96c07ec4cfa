namespace OpsPortal.Systems;

/// <summary>What runbooks are about: a service or a platform.</summary>
public sealed class OpsSystem
{
    public Guid Id { get; init; }

    /// <summary>Lower-case words joined by hyphens; in addresses.</summary>
    public required string Slug { get; init; }
    public required string Name { get; set; }

    /// <summary>For commands that name no namespace; null leaves it to the environment.</summary>
    public string? DefaultNamespace { get; set; }
}
