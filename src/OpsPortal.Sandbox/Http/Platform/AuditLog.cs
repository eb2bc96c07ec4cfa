using OpsPortal.Sandbox.Simulation.Logs;

namespace OpsPortal.Sandbox.Http.Platform;

/// <summary>
/// What people did in platform-service: an entry every ten minutes or so, each made from its number alone. Only how many of the
/// oldest were removed is remembered.
/// </summary>
internal sealed class AuditLog(DateTimeOffset began)
{
    public const int RetentionDays = 365;
    private static readonly TimeSpan Past = TimeSpan.FromDays(400), Every = TimeSpan.FromMinutes(10);
    private static readonly string[] Actions = ["login", "order.create", "order.update", "user.update", "report.export", "session.revoke"];
    private readonly Lock gate = new();
    private readonly DateTimeOffset first = began - Past;
    private int removed;

    public int Removed { get { lock (gate) return removed; } }

    public int Count(DateTimeOffset now) => Total(now) - Removed;

    public DateTimeOffset Cutoff(DateTimeOffset now) => now - TimeSpan.FromDays(RetentionDays);

    /// <summary>Entries past their time that are still there.</summary>
    public int Expired(DateTimeOffset now) => Math.Max(0, Total(Cutoff(now)) - Removed);

    /// <summary>Removes what is past its time; how many that were.</summary>
    public int CleanUp(DateTimeOffset now)
    {
        lock (gate)
        {
            var gone = Math.Max(0, Total(Cutoff(now)) - removed);
            removed += gone;
            return gone;
        }
    }

    public AuditEntry? Oldest(DateTimeOffset now) => Between(DateTimeOffset.MinValue, now, now).FirstOrDefault();

    /// <summary>In order of time.</summary>
    public IEnumerable<AuditEntry> Between(DateTimeOffset from, DateTimeOffset until, DateTimeOffset now)
    {
        var all = Total(now);
        for (var number = Removed; number < all; number++)
            if (Entry(number) is var entry && entry.At >= from && entry.At < until) yield return entry;
    }

    private int Total(DateTimeOffset at) => at <= first ? 0 : (int)((at - first) / Every);

    private AuditEntry Entry(int number)
    {
        var dice = new Dice((ulong)number * 0x9E3779B97F4A7C15UL + 17);
        return new(number + 1, first + Every * number + Every * dice.Share(), $"user-{100 + dice.Below(800)}", Actions[dice.Below(Actions.Length)],
            $"order/{10_000 + dice.Below(90_000)}", dice.Share() < 0.97 ? "success" : "denied", $"10.0.{dice.Below(8)}.{2 + dice.Below(250)}");
    }
}

internal sealed record AuditEntry(int Id, DateTimeOffset At, string Actor, string Action, string Resource, string Outcome, string Address);
