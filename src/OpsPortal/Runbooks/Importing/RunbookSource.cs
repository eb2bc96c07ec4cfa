using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsPortal.Runbooks.Importing;

/// <summary>A Git repository whose Markdown files are runbooks here.</summary>
public sealed class RunbookSource
{
    public Guid Id { get; init; }

    /// <summary>As a person gave it, without credentials.</summary>
    public required string Url { get; set; }

    /// <summary>Null means the repository's default.</summary>
    public string? Branch { get; set; }

    /// <summary>Only what lies below it; null means all.</summary>
    public string? Folder { get; set; }

    /// <summary>Encrypted; null for a public repository.</summary>
    public string? ProtectedToken { get; set; }

    /// <summary>Slug of the system that new runbooks are about; null takes the folder.</summary>
    public string? System { get; set; }

    /// <summary>Null fetches on demand only.</summary>
    public TimeSpan? Every { get; set; }

    /// <summary>When it is fetched next; null where nobody has asked for it.</summary>
    public DateTimeOffset? DueAt { get; set; }
    public DateTimeOffset? FetchedAt { get; set; }

    /// <summary>The commit that was fetched last.</summary>
    public string? Commit { get; set; }

    /// <summary>What came of it, in a sentence.</summary>
    public string Report { get; set; } = "not fetched yet";
    public bool Failed { get; set; }

    /// <summary>What was left out, and why.</summary>
    public List<string> Left { get; set; } = [];
    public required string CreatedBy { get; init; }
}

internal sealed class RunbookSourceMapping : IEntityTypeConfiguration<RunbookSource>
{
    public void Configure(EntityTypeBuilder<RunbookSource> source)
    {
        source.ToTable("runbook_sources", table => table.HasCheckConstraint("ck_runbook_sources_every", "every is null or every >= interval '1 minute'"));
        source.HasIndex(s => s.DueAt);
    }
}
