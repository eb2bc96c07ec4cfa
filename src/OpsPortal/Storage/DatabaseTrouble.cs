using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace OpsPortal.Storage;

internal static class DatabaseTrouble
{
    /// <summary>The database could not be asked, or ended the connection: the same may work in a moment.</summary>
    public static bool Passes(Exception e) => e switch
    {
        PostgresException postgres => postgres.IsTransient || postgres.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow,
        NpgsqlException => true,
        DbUpdateException { InnerException: { } inner } => Passes(inner),
        InvalidOperationException { InnerException: NpgsqlException inner } => Passes(inner),
        _ => false,
    };
}
