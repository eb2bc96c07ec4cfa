using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.Runbooks;
using OpsPortal.Storage;

namespace OpsPortal.Executions;

internal sealed class ExecutionMapping : IEntityTypeConfiguration<Execution>, IEntityTypeConfiguration<OutputChunk>
{
    public void Configure(EntityTypeBuilder<Execution> execution)
    {
        execution.ToTable("executions", table =>
        {
            table.HasCheckConstraint("ck_executions_state", "state in ('AwaitingApproval', 'Queued', 'Running', 'Succeeded', 'Failed', 'Cancelled', 'TimedOut', 'OutcomeUnknown', 'Rejected', 'Expired')");
            table.HasCheckConstraint("ck_executions_running_is_held",
                "(state = 'Running') = (claim_id is not null) and (claim_id is null) = (lease_until is null)");
            table.HasCheckConstraint("ck_executions_running_has_started", "state <> 'Running' or (started_at is not null and node is not null and attempt > 0)");
            table.HasCheckConstraint("ck_executions_ended_is_finished", "(state in ('AwaitingApproval', 'Queued', 'Running')) = (finished_at is null)");
            table.HasCheckConstraint("ck_executions_ended_keeps_no_secrets", "finished_at is null or protected_parameters is null");
            table.HasCheckConstraint("ck_executions_outcome_known_for_reads", "state <> 'OutcomeUnknown' or risk <> 'Read'");
            table.HasCheckConstraint("ck_executions_waits_for_somebody", "state <> 'AwaitingApproval' or (decide_until is not null and plan_hash is not null and decided_at is null)");
            table.HasCheckConstraint("ck_executions_decided_by_another", "decided_by_id is null or (decided_by_id <> requested_by_id and decided_at is not null and decided_by is not null)");
            table.HasCheckConstraint("ck_executions_rejected_with_reason", "state <> 'Rejected' or (decided_at is not null and decision is not null)");
            table.HasCheckConstraint("ck_executions_reason", "reason <> ''");
            table.HasCheckConstraint("ck_executions_cancel_has_author", "(cancel_requested_at is null) = (cancel_requested_by is null)");
            table.HasCheckConstraint("ck_executions_output", "last_line >= 0 and output_bytes >= 0 and lines_omitted >= 0");
        });
        execution.HasIndex(e => e.Key).IsUnique();
        // Small: only what waits or runs, in the order in which it is taken. Heartbeats and output change none of its columns.
        execution.HasIndex(e => new { e.State, e.Id }, "ix_executions_active").HasFilter("state in ('AwaitingApproval', 'Queued', 'Running')");
        execution.HasIndex(e => new { e.EnvironmentId, e.TargetKey, e.Id }).HasFilter("target_key is not null");
        execution.HasIndex(e => e.Reverts);
        execution.HasIndex(e => new { e.Incident, e.Id }).HasFilter("incident is not null");
        execution.HasIndex(e => new { e.RunbookId, e.EnvironmentId, e.StepId, e.Id });
        execution.HasIndex(e => new { e.EnvironmentId, e.Id });
        execution.HasIndex(e => new { e.RequestedById, e.Id });
        execution.HasOne<Runbook>().WithMany().HasForeignKey(e => e.RunbookId).OnDelete(DeleteBehavior.Restrict);
        execution.HasOne(e => e.Environment).WithMany().HasForeignKey(e => e.EnvironmentId).OnDelete(DeleteBehavior.Restrict);
        execution.HasOne<Execution>().WithMany().HasForeignKey(e => e.Reverts).OnDelete(DeleteBehavior.Restrict);
        execution.HasOne<Run>().WithMany().HasForeignKey(e => e.RunId).OnDelete(DeleteBehavior.Restrict);
        execution.Property(e => e.Action).IsJson();
        execution.Property(e => e.Filters).IsJson();
        execution.Property(e => e.Lookups).IsJson().HasDefaultValueSql("'[]'::jsonb");
        execution.Property(e => e.Expectation).IsJson();
        execution.Property(e => e.Verdict).IsJson();
        execution.Property(e => e.Parameters).IsJson();
    }

    public void Configure(EntityTypeBuilder<OutputChunk> chunk)
    {
        chunk.ToTable("output_chunks", table => table.HasCheckConstraint("ck_output_chunks_numbers", "first between 1 and last"));
        chunk.HasKey(c => new { c.ExecutionId, c.First });
        chunk.HasOne<Execution>().WithMany().HasForeignKey(c => c.ExecutionId);
        // json, not jsonb: lines are only ever read whole, and a plain copy is cheaper than a parse.
        chunk.Property(c => c.Lines).IsJson("json");
    }
}
