using OpsPortal.Systems;

namespace OpsPortal.Runbooks;

/// <summary>A runbook of the team; its text is in its versions.</summary>
public sealed class Runbook
{
    public Guid Id { get; init; }

    /// <summary>Lower-case words joined by hyphens; in addresses. Given once, kept when the title changes.</summary>
    public required string Slug { get; init; }
    public required string Title { get; set; }
    public Guid SystemId { get; set; }
    public OpsSystem? System { get; set; }

    /// <summary>The number of the current version.</summary>
    public int CurrentVersion { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Steps of the current version, for lists.</summary>
    public int Steps { get; set; }

    /// <summary>The version whose facts its system has; 0 where none was read yet.</summary>
    public int FactsVersion { get; set; }

    /// <summary>Names of the alerts that the current version answers, for search.</summary>
    public List<string> Alerts { get; set; } = [];
}

/// <summary>A text of a runbook, never changed once stored.</summary>
public sealed class RunbookVersion
{
    public Guid RunbookId { get; init; }

    /// <summary>1, 2, 3, … per runbook.</summary>
    public int Number { get; init; }
    public required string Text { get; init; }

    /// <summary>SHA-256 of the text, the key of its compiled form.</summary>
    public required string Hash { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
}
