using Npgsql;

namespace OpsPortal.Targets.Postgres;

/// <summary>Notices come while something is read; they are printed between two reads.</summary>
internal sealed class NoticeQueue
{
    private readonly Lock gate = new();
    private List<PostgresNotice> waiting = [];

    public void Add(PostgresNotice notice)
    {
        lock (gate) waiting.Add(notice);
    }

    public IReadOnlyList<PostgresNotice> Take()
    {
        lock (gate)
        {
            if (waiting.Count == 0) return [];
            var taken = waiting;
            waiting = [];
            return taken;
        }
    }
}
