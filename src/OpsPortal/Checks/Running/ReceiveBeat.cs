using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Checks.Judging;
using OpsPortal.Frame;
using OpsPortal.Storage;

namespace OpsPortal.Checks.Running;

/// <summary>Something called the secret address of a heartbeat.</summary>
public sealed class ReceiveBeat(IDbContextFactory<OpsPortalDbContext> contexts, ClaimChecks claims, RecordRun record, TimeProvider time)
{
    /// <summary>Too long to be guessed; letters and digits only, so that nothing has to be escaped.</summary>
    public static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>False where no heartbeat has that secret.</summary>
    public async Task<bool> InvokeAsync(string secret, CancellationToken cancellation)
    {
        // What a timing of the look-up could tell is about the hash, not the secret.
        var hash = HashOf(secret);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var check = await db.Checks.IgnoreQueryFilters().AsNoTracking().FirstOrDefaultAsync(c => c.HeartbeatHash == hash && c.RemovedAt == null, cancellation);
        if (check?.HeartbeatHash is not { } known || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(known), Encoding.ASCII.GetBytes(hash))) return false;
        var now = time.GetUtcNow();
        var before = await db.CheckStandings.Where(s => s.CheckId == check.Id).Select(s => s.BeatAt).FirstOrDefaultAsync(cancellation);
        await db.CheckStandings.Where(s => s.CheckId == check.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.BeatAt, now), cancellation);
        // Paused: it is kept that it called, and nothing follows.
        if (await claims.TakeOneAsync(check.Id, cancellation) is not { } standing) return true;
        var since = before is { } last ? now - last : (TimeSpan?)null;
        var grace = TimeSpan.FromSeconds(((HeartbeatCheck)check.Spec).GraceSeconds);
        await record.InvokeAsync(standing.Check!, standing, standing.ClaimId!.Value,
            new(CheckOutcome.Passed, since?.TotalSeconds, since is { } gap ? $"Called, {DurationText.Of(gap)} after the time before" : "Called for the first time"), now + check.Interval + grace, cancellation);
        return true;
    }
}
