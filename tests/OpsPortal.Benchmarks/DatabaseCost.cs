using System.Globalization;
using Npgsql;

namespace OpsPortal.Benchmarks;

/// <summary>What work costs on both sides: statements and transactions, and processor time of this process and of the PostgreSQL it works on.</summary>
/// <param name="Portal">In milliseconds.</param>
/// <param name="Database">In milliseconds; 0 where there is no /proc.</param>
internal sealed record DatabaseCost(double Statements, double Transactions, double Portal, double Database)
{
    /// <summary>Needs pg_stat_statements.</summary>
    public static async Task<DatabaseCost> OfAsync(NpgsqlDataSource source, Func<Task> work)
    {
        var before = await NowAsync(source);
        await work();
        return await NowAsync(source) - before;
    }

    public static DatabaseCost operator -(DatabaseCost one, DatabaseCost other) =>
        new(one.Statements - other.Statements, one.Transactions - other.Transactions, one.Portal - other.Portal, one.Database - other.Database);

    public static DatabaseCost operator /(DatabaseCost cost, double by) => new(cost.Statements / by, cost.Transactions / by, cost.Portal / by, cost.Database / by);

    public void Print(string what) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"  {what,-44} {Statements:F1} statements, {Transactions:F1} transactions; processor time {Portal:F2} ms here, {Database:F2} ms in PostgreSQL"));

    private static async Task<DatabaseCost> NowAsync(NpgsqlDataSource source)
    {
        await using var ask = source.CreateCommand(
            """
            select (select coalesce(sum(calls), 0)::float8 from pg_stat_statements where dbid = d.datid), d.xact_commit::float8, pg_backend_pid()
              from pg_stat_database d where d.datname = current_database()
            """);
        await using var row = await ask.ExecuteReaderAsync();
        await row.ReadAsync();
        return new(row.GetDouble(0), row.GetDouble(1), Environment.CpuUsage.TotalTime.TotalMilliseconds, ClusterTime(row.GetInt32(2)));
    }

    /// <summary>Of the postmaster and all its processes, ended ones included.</summary>
    private static double ClusterTime(int backend)
    {
        if (Stat($"{backend}") is not { } own) return 0;
        var postmaster = own[1];
        var ticks = Directory.EnumerateDirectories("/proc").Select(d => Path.GetFileName(d)!).Where(p => char.IsAsciiDigit(p[0])).Sum(process =>
            Stat(process) is not { } stat ? 0
            : process == postmaster ? Ticks(stat, 11, 4)
            : stat[1] == postmaster ? Ticks(stat, 11, 2)
            : 0);
        return ticks * 10.0;
    }

    private static long Ticks(string[] stat, int from, int count) => stat.Skip(from).Take(count).Sum(t => long.Parse(t, CultureInfo.InvariantCulture));

    /// <summary>What stands after the name of the program: state, parent, …; null where the process is gone.</summary>
    private static string[]? Stat(string process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
