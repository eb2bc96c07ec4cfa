using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.Environments;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Storage;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Executions.Plans;

/// <summary>
/// What somebody saw before saying yes. Its hash names the action and every fact that it rests on: whoever confirms or approves
/// names the hash, and where the world has moved since, it is another one.
/// </summary>
public sealed class Plan
{
    public Guid Id { get; init; }

    /// <summary>64 hexadecimal digits; see <see cref="PlanHash"/>.</summary>
    public required string Hash { get; init; }
    public Guid RequestedById { get; init; }
    public required string RequestedBy { get; init; }
    public Guid EnvironmentId { get; init; }
    public OpsEnvironment? Environment { get; init; }
    public Guid? RunbookId { get; init; }
    public required string StepId { get; init; }

    /// <summary>The execution that it would put back; null where it is a step.</summary>
    public long? Reverts { get; init; }

    /// <summary>"Scale deployment platform-service to 5 in platform".</summary>
    public required string Sentence { get; init; }

    /// <summary>What has to be typed where the gate asks for it.</summary>
    public string? TargetName { get; init; }
    public Risk Risk { get; init; }
    public Gate Gate { get; init; }
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Encrypted; so that what is confirmed with is what was previewed with.</summary>
    public string? ProtectedParameters { get; init; }
    public required ActionPreview Preview { get; init; }

    /// <summary>Who else is at it, and what else speaks against it now.</summary>
    public IReadOnlyList<string> Conflicts { get; init; } = [];

    /// <summary>Why only breaking the glass gets on, beside a missing second person; null where nothing stands in the way.</summary>
    public string? Frozen { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The execution that came of it; a plan is used once.</summary>
    public long? ExecutionId { get; set; }
}

internal sealed class PlanMapping : IEntityTypeConfiguration<Plan>
{
    public void Configure(EntityTypeBuilder<Plan> plan)
    {
        plan.ToTable("plans");
        plan.HasIndex(p => new { p.RequestedById, p.Hash });
        plan.HasIndex(p => p.ExecutionId).IsUnique();
        plan.HasIndex(p => p.ExpiresAt);
        plan.HasOne(p => p.Environment).WithMany().HasForeignKey(p => p.EnvironmentId).OnDelete(DeleteBehavior.Restrict);
        plan.HasOne<Execution>().WithMany().HasForeignKey(p => p.ExecutionId).OnDelete(DeleteBehavior.Restrict);
        plan.Property(p => p.Parameters).IsJson();
        plan.Property(p => p.Preview).IsJson("json");
        plan.Property(p => p.Conflicts).IsJson();
    }
}
