using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace OpsPortal.Storage.Live;

/// <summary>Hints as notifications carry them: sender, kind, number, id.</summary>
internal static class HintText
{
    public const string Channel = "opsportal_live";

    public static string Write(string sender, Hint hint) => string.Create(CultureInfo.InvariantCulture, $"{sender} {hint.Kind} {hint.Number} {hint.Id}");

    public static (string Sender, Hint Hint)? Read(string text) =>
        text.Split(' ', 4) is [var sender, var kind, var number, var id]
        && Enum.TryParse<HintKind>(kind, out var known)
        && long.TryParse(number, CultureInfo.InvariantCulture, out var n)
            ? (sender, new(known, id, n))
            : null;

    /// <summary>Tells every process, this one too, when the transaction under way commits.</summary>
    public static Task NotifyAtCommitAsync(this OpsPortalDbContext db, Hint hint, CancellationToken cancellation) =>
        db.Database.ExecuteSqlAsync($"select pg_notify({Channel}, {Write("-", hint)})", cancellation);
}
