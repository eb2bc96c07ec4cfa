using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.StatusPage.Pages;

namespace OpsPortal.StatusPage.Sources;

/// <summary>What facts say about one component of one page, waiting for a person. Of each component at most one waits: the newest.</summary>
public sealed class StatusProposal
{
    public long Id { get; init; }
    public Guid PageId { get; init; }

    /// <summary>Null where a window of maintenance is proposed.</summary>
    public Guid? ComponentId { get; init; }

    /// <summary>Slug; who may see it goes by it.</summary>
    public required string System { get; init; }

    /// <summary>The state that the facts come to.</summary>
    public ComponentState State { get; init; }

    /// <summary>What it came from, e.g. <c>incident:42</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Why, for those inside.</summary>
    public required string Text { get; init; }

    /// <summary>Address within the portal of what it rests on.</summary>
    public string? Evidence { get; init; }
    public DateTimeOffset? PlannedFrom { get; init; }
    public DateTimeOffset? PlannedUntil { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public ProposalState Outcome { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public string? DecidedBy { get; set; }
}

public enum ProposalState
{
    Waiting,
    Published,

    /// <summary>A person said no; the same is not proposed again.</summary>
    Dismissed,

    /// <summary>The facts say something else by now.</summary>
    Superseded,
}

internal sealed class ProposalMapping : IEntityTypeConfiguration<StatusProposal>
{
    public void Configure(EntityTypeBuilder<StatusProposal> proposal)
    {
        proposal.ToTable("status_proposals", t => t.HasCheckConstraint("ck_status_proposals_planned", "(component_id is null) = (planned_from is not null and planned_until is not null)"));
        proposal.Property(p => p.Id).UseIdentityAlwaysColumn();
        proposal.HasOne<PublicPage>().WithMany().HasForeignKey(p => p.PageId);
        proposal.HasOne<PageComponent>().WithMany().HasForeignKey(p => p.ComponentId);
        proposal.HasIndex(p => p.ComponentId).IsUnique().HasFilter("outcome = 'Waiting' and component_id is not null").HasDatabaseName("ix_status_proposals_waiting");
        proposal.HasIndex(p => new { p.PageId, p.Source }).IsUnique().HasFilter("component_id is null").HasDatabaseName("ix_status_proposals_planned");
        proposal.HasIndex(p => new { p.ComponentId, p.Id });
    }
}
