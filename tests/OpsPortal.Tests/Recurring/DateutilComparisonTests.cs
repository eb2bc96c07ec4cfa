using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OpsPortal.Recurring;
using OpsPortal.Tests.Architecture;
using Xunit;

namespace OpsPortal.Tests.Recurring;

/// <summary>Thousands of random rules, here and in python-dateutil.</summary>
public class DateutilComparisonTests
{
    private const int Rules = 4000;
    private const int Compared = 40;

    /// <summary>Barren rules are followed until here on the other side.</summary>
    private static readonly DateTimeOffset End = RecurrenceTests.Utc("2031-01-01");

    /// <summary>Without python it is no comparison; in CI that fails.</summary>
    private static bool Missing => Environment.GetEnvironmentVariable("CI") is null or "" && !Directory.Exists("/usr/lib/python3/dist-packages/dateutil");

    [Fact]
    public async Task Any_rule_falls_when_dateutil_says_so()
    {
        if (Missing) return;
        var random = new RandomRules(2026);
        var cases = Enumerable.Range(0, Rules).Select(_ => random.Next()).ToList();
        var theirs = await AskAsync(cases);
        List<string> different = [];
        var fallen = 0;
        foreach (var (at, one) in cases.Index())
        {
            var (expected, found) = (theirs[at].Where(t => t < End.ToUnixTimeSeconds()).Take(Compared).ToList(), Ours(one));
            fallen += expected.Count;
            if (!expected.SequenceEqual(found)) different.Add($"{one.Rule} from {one.Start} {one.Zone}, plus {string.Join(',', one.Added)} minus {string.Join(',', one.Removed)}\n  dateutil {Text(expected)}\n  ours     {Text(found)}");
        }
        Assert.True(different.Count == 0, $"{different.Count} of {Rules} differ\n{string.Join('\n', different.Take(10))}");
        Assert.True(fallen > Rules * 5, $"the rules fall too seldom to compare: {fallen} times in all");
    }

    private static List<long> Ours(RandomRules.Case one)
    {
        var text = $"RRULE:{one.Rule}" + (one.Added.Length > 0 ? $"\nRDATE:{string.Join(',', one.Added)}" : "") + (one.Removed.Length > 0 ? $"\nEXDATE:{string.Join(',', one.Removed)}" : "");
        var read = Recurrence.Parse(text, DateTime.ParseExact(one.Start, "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture), one.Zone);
        Assert.True(read.Succeeded || read.Problem.Detail.Contains("never falls", StringComparison.Ordinal), $"{text}: {read.Problem?.Detail}");
        return read.Succeeded ? [.. read.Value.Between(DateTimeOffset.MinValue, End).Take(Compared).Select(o => o.At.ToUnixTimeSeconds())] : [];
    }

    private static string Text(List<long> times) => string.Join(' ', times.Take(8).Select(t => DateTimeOffset.FromUnixTimeSeconds(t).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture))) + $" ({times.Count})";

    private static async Task<List<long[]>> AskAsync(List<RandomRules.Case> cases)
    {
        var start = new ProcessStartInfo("python3", [Path.Combine(SourceTree.Root, "tests/OpsPortal.Tests/Recurring/dateutil_times.py")]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        foreach (var one in cases) await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(one));
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return [.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize<long[]>(l)!)];
    }
}
