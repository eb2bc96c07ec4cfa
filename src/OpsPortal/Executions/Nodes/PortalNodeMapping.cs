using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsPortal.Executions.Nodes;

internal sealed class PortalNodeMapping : IEntityTypeConfiguration<PortalNode>
{
    public void Configure(EntityTypeBuilder<PortalNode> node)
    {
        node.ToTable("nodes", table => table.HasCheckConstraint("ck_nodes_lives_after_its_start", "last_heartbeat_at >= started_at"));
        node.Property(n => n.Id).ValueGeneratedNever();
    }
}
