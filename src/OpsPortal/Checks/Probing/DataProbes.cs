using System.Globalization;
using OpsPortal.Checks.Judging;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Actions.Host;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets;
using OpsPortal.Targets.Probes;

namespace OpsPortal.Checks.Probing;

/// <summary>What databases and files say, asked by the actions of steps: reads, in read-only transactions.</summary>
internal sealed class DataProbes(ActionDispatcher dispatcher, Thresholds thresholds, ActionContext context)
{
    public Task<Finding> AskAsync(CheckSpec spec, CancellationToken cancellation) => spec switch
    {
        SqlCheck sql => SqlAsync(sql, cancellation),
        RedisCheck redis => RedisAsync(redis, cancellation),
        BackupCheck backup => BackupAsync(backup, cancellation),
        _ => throw new InvalidOperationException($"{spec.GetType().Name} asks no database."),
    };

    private async Task<Finding> SqlAsync(SqlCheck sql, CancellationToken cancellation)
    {
        var (line, refused) = await FirstFieldAsync(sql.Query, sql.Database, cancellation);
        if (line is null) return refused!;
        if (line.Length == 0) return Finding.Unknown("The statement gives nothing");
        return line switch { "t" => Judge(1, "true"), "f" => Judge(0, "false"), _ => Number(line) };
    }

    private async Task<Finding> RedisAsync(RedisCheck redis, CancellationToken cancellation)
    {
        var began = context.Time.GetTimestamp();
        var (lines, outcome) = await RunAsync(new RedisCommand { Place = Place(redis.Server), Words = RedisWords.Split(redis.Command) }, cancellation);
        if (!outcome.Succeeded) return Finding.Failed(outcome.Reason);
        var answer = redis.Field is { Length: > 0 } field ? lines.Select(l => l.Split(':', 2)).FirstOrDefault(p => p.Length == 2 && p[0].Trim() == field)?[1].Trim() : lines is [var first, ..] ? first.Trim() : null;
        if (answer is null) return Finding.Unknown(redis.Field is { Length: > 0 } name ? $"The answer has no field {name}" : "There was no answer to read");
        if (redis.Expect is { Length: > 0 } expect)
            return answer == expect ? new(CheckOutcome.Passed, Milliseconds(began), $"Answered {answer}") : Finding.Failed($"Answered {answer}, not {expect}");
        if (redis.Field is null or "" && answer == "PONG") return new(CheckOutcome.Passed, Milliseconds(began), "Answered PONG");
        return Number(answer.TrimEnd('%').Replace("(integer) ", "", StringComparison.Ordinal));
    }

    private async Task<Finding> BackupAsync(BackupCheck backup, CancellationToken cancellation)
    {
        var (at, what, wrong) = backup.Source switch
        {
            BackupCheck.Sql => await NewestBySqlAsync(backup, cancellation),
            BackupCheck.Http => await NewestByHttpAsync(backup, cancellation),
            _ => await NewestFileAsync(backup, cancellation),
        };
        if (wrong is not null) return wrong;
        var hours = Math.Round(Math.Max(0, (context.Time.GetUtcNow() - at).TotalHours), 2);
        return new(thresholds.Judge(hours), hours, $"{what} is from {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {thresholds.Sentence(hours)}");
    }

    /// <summary>A time, or an age in seconds.</summary>
    private async Task<(DateTimeOffset At, string What, Finding? Wrong)> NewestBySqlAsync(BackupCheck backup, CancellationToken cancellation)
    {
        var (line, refused) = await FirstFieldAsync(backup.Text, backup.Database, cancellation);
        if (line is null) return (default, "", refused);
        if (line.Length == 0) return (default, "", Finding.Failed("There is no backup: the statement gives nothing"));
        if (double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds)) return (context.Time.GetUtcNow().AddSeconds(-seconds), "The newest", null);
        return DateTimeOffset.TryParse(line, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? (at, "The newest", null)
            : (default, "", Finding.Unknown($"The statement gives \"{line}\", which is neither a time nor an age in seconds"));
    }

    private async Task<(DateTimeOffset, string, Finding?)> NewestByHttpAsync(BackupCheck backup, CancellationToken cancellation)
    {
        var answer = await Measure.HttpAsync(WebProbes.Get(backup.Text, follow: true, head: true), context, cancellation);
        if (answer.Status is < 200 or > 299) return (default, "", Finding.Failed($"There is no backup: {answer.Answer}"));
        return answer.LastModified is { } at ? (at, "The newest", null) : (default, "", Finding.Unknown("The answer does not say when it was last modified"));
    }

    /// <summary>By <c>find</c>, which an administrator has to have allowed in the environment.</summary>
    private async Task<(DateTimeOffset, string, Finding?)> NewestFileAsync(BackupCheck backup, CancellationToken cancellation)
    {
        var cut = backup.Text.LastIndexOf('/');
        var (directory, pattern) = (cut == 0 ? "/" : backup.Text[..cut], backup.Text[(cut + 1)..]);
        var (lines, outcome) = await RunAsync(new HostRun
        {
            Program = "find",
            Arguments = [directory, "-maxdepth", "1", "-type", "f", "-name", pattern, "-printf", "%T@ %f\\n"],
            InnerRisk = Risk.Read,
        }, cancellation);
        if (!outcome.Succeeded) return (default, "", Finding.Unknown(outcome.Reason));
        var newest = lines.Select(l => l.Split(' ', 2)).Where(p => p.Length == 2 && double.TryParse(p[0], NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            .Select(p => (At: DateTimeOffset.FromUnixTimeMilliseconds((long)(double.Parse(p[0], CultureInfo.InvariantCulture) * 1000)), Name: p[1])).OrderByDescending(f => f.At).FirstOrDefault();
        return newest.Name is null ? (default, "", Finding.Failed($"There is no backup: no file is like {backup.Text}")) : (newest.At, newest.Name, null);
    }

    private async Task<(string? Line, Finding? Refused)> FirstFieldAsync(string statement, string? database, CancellationToken cancellation)
    {
        var query = new PostgresQuery { Place = Place(database), Commands = [statement], Format = new("unaligned", TuplesOnly: true, Separator: "\t", Quiet: true), StopOnError = true };
        if (query.Risk != Risk.Read) return (null, Finding.Unknown("A check only reads, and this statement may change something"));
        var (lines, outcome) = await RunAsync(query, cancellation);
        return outcome.Succeeded ? ((lines.FirstOrDefault(l => l.Length > 0) ?? "").Split('\t')[0].Trim(), null) : (null, Finding.Failed(outcome.Reason));
    }

    private async Task<(IReadOnlyList<string> Lines, ActionOutcome Outcome)> RunAsync(StepAction action, CancellationToken cancellation)
    {
        var output = new Lines();
        var outcome = await dispatcher.ExecuteAsync(action, [], context with { Output = output }, cancellation);
        return (output.All, outcome);
    }

    private Finding Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
        ? Judge(value, null) : Finding.Unknown($"\"{(text.Length <= 60 ? text : text[..60] + "…")}\" is no number");

    private Finding Judge(double value, string? word) => new(thresholds.Judge(value), value, word is null || thresholds.Judge(value) != CheckOutcome.Passed ? thresholds.Sentence(value) : word);

    private double Milliseconds(long began) => Math.Round(context.Time.GetElapsedTime(began).TotalMilliseconds, 1);

    private static ServerPlace Place(string? name) => name is { Length: > 0 } key ? new() { Keys = [key] } : new() { Unnamed = true };

    /// <summary>Only the beginning: a value stands there.</summary>
    private sealed class Lines : IOutput
    {
        private const int Most = 2_000;
        public List<string> All { get; } = [];

        public ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation)
        {
            if (stream == OutputStream.Out && All.Count < Most) All.Add(line);
            return ValueTask.CompletedTask;
        }
    }
}
