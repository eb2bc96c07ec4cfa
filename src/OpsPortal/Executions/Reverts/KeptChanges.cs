using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Executions.Output;
using OpsPortal.Executions.Plans;
using OpsPortal.Executions.Running;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Storage;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Executions.Reverts;

/// <summary>Keeps what changes found and left, and finds their way back.</summary>
public sealed class KeptChanges(IDbContextFactory<OpsPortalDbContext> contexts, IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("OpsPortal.Executions.Reverts");

    public async Task<KeptChange?> OfAsync(long execution, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.KeptChanges.AsNoTracking().FirstOrDefaultAsync(c => c.ExecutionId == execution && db.Executions.Any(e => e.Id == execution), cancellation);
    }

    /// <summary>Null where nothing is kept.</summary>
    public async Task<StepAction?> FindAsync(RevertChange revert, CancellationToken cancellation) =>
        await OfAsync(revert.Execution, cancellation) is { ProtectedRevert: { } stored }
            ? JsonSerializer.Deserialize<StepAction>(protector.Unprotect(stored), JsonSerializerOptions.Web)
            : null;

    /// <summary>Stores the record of a running execution, in the place of an earlier one; only its claim may.</summary>
    internal Func<ChangeRecord, CancellationToken, ValueTask> Of(Claim claim, IRedaction redaction) => async (record, cancellation) =>
    {
        var kept = new KeptChange
        {
            ExecutionId = claim.ExecutionId,
            Changes = PreviewText.Clean(record.Changes, redaction),
            Reversal = PreviewText.Clean(record.Reversal, redaction),
            ProtectedRevert = record.Revert is null ? null : protector.Protect(JsonSerializer.Serialize(record.Revert, JsonSerializerOptions.Web)),
        };
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // locked, so that nobody takes the claim between this question and the record
        var mine = await db.Executions.FromSql($"select * from executions where id = {claim.ExecutionId} and claim_id = {claim.Id} and state = 'Running' for update").AnyAsync(cancellation);
        if (!mine) throw new ClaimLostException();
        var updated = await db.KeptChanges.Where(c => c.ExecutionId == claim.ExecutionId).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.Changes, kept.Changes).SetProperty(c => c.Reversal, kept.Reversal).SetProperty(c => c.ProtectedRevert, kept.ProtectedRevert), cancellation);
        if (updated == 0)
        {
            db.KeptChanges.Add(kept);
            await db.SaveChangesAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
    };
}
