using Microsoft.EntityFrameworkCore;

namespace OpsPortal.Storage;

/// <summary>What processes take turns at, by PostgreSQL advisory locks. Values are never reused.</summary>
internal enum AdvisoryLock : long
{
    Migrations = 0x4F505300,
    Audit = 0x4F505301,
    Claims = 0x4F505302,
}

internal static class AdvisoryLocks
{
    /// <summary>Held until the transaction under way on <paramref name="db"/> ends.</summary>
    public static Task LockAsync(this OpsPortalDbContext db, AdvisoryLock what, CancellationToken cancellation) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({(long)what})", cancellation);

    /// <summary>The same for one of many things, e.g. <c>runbook:platform-service</c>.</summary>
    public static Task LockAsync(this OpsPortalDbContext db, string what, CancellationToken cancellation) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({what}, 0))", cancellation);
}
