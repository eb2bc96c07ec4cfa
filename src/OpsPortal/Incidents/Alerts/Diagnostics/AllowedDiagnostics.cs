using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.Environments;
using OpsPortal.Storage;
using OpsPortal.Systems;

namespace OpsPortal.Incidents.Alerts.Diagnostics;

/// <summary>Read steps of a system's runbooks may run by themselves in an environment. Where there is no such row, none may.</summary>
public sealed class AllowedDiagnostics
{
    public Guid SystemId { get; init; }
    public Guid EnvironmentId { get; init; }

    /// <summary>Only these, as <c>runbook#step</c>; null for every read of an alert's section.</summary>
    public IReadOnlyList<string>? Steps { get; set; }
    public required string ChangedBy { get; set; }
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Ids of the steps of one runbook; null for all.</summary>
    public IReadOnlySet<string>? Of(string runbook) =>
        Steps?.Where(s => s.StartsWith(runbook + "#", StringComparison.Ordinal)).Select(s => s[(runbook.Length + 1)..]).ToHashSet();
}

internal sealed class AllowedDiagnosticsMapping : IEntityTypeConfiguration<AllowedDiagnostics>
{
    public void Configure(EntityTypeBuilder<AllowedDiagnostics> allowed)
    {
        allowed.ToTable("allowed_diagnostics");
        allowed.HasKey(a => new { a.SystemId, a.EnvironmentId });
        allowed.HasOne<OpsSystem>().WithMany().HasForeignKey(a => a.SystemId);
        allowed.HasOne<OpsEnvironment>().WithMany().HasForeignKey(a => a.EnvironmentId).OnDelete(DeleteBehavior.Restrict);
        allowed.Property(a => a.Steps).IsJson();
    }
}
