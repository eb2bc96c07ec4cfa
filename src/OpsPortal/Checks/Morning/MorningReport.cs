using System.Text;
using OpsPortal.Frame;

namespace OpsPortal.Checks.Morning;

/// <summary>Everything green or not, per system: what somebody reads before the day begins.</summary>
/// <param name="Systems">Those with trouble first.</param>
public sealed record MorningReport(DateTimeOffset At, IReadOnlyList<MorningSystem> Systems)
{
    public int All => Systems.Sum(s => s.Checks.Count);
    public int Trouble => Systems.Sum(s => s.Checks.Count(c => IsTrouble(c.Standing.State)));

    public static MorningReport Of(IEnumerable<CheckSheet> checks, DateTimeOffset now) => new(now,
    [
        .. checks.GroupBy(c => (c.Check.System, c.SystemName))
            .Select(g => new MorningSystem(g.Key.System, g.Key.SystemName, [.. g.OrderByDescending(c => CheckQueries.Badness(c.Standing.State)).ThenBy(c => c.Check.Name, StringComparer.OrdinalIgnoreCase)]))
            .OrderByDescending(s => s.Worst).ThenBy(s => s.Name, StringComparer.OrdinalIgnoreCase),
    ]);

    public static bool IsTrouble(CheckState state) => state is CheckState.Failing or CheckState.Warning or CheckState.Unknown;

    /// <summary>"All 23 checks pass" or "2 of 23 checks need somebody".</summary>
    public string Title => All switch
    {
        0 => "There are no checks yet",
        _ when Trouble == 0 => All == 1 ? "The only check passes" : $"All {All} checks pass",
        _ => $"{Trouble} of {All} checks need{(Trouble == 1 ? "s" : "")} somebody",
    };

    /// <summary>As a message has it.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        foreach (var system in Systems)
        {
            var trouble = system.Checks.Where(c => IsTrouble(c.Standing.State)).ToList();
            text.AppendLine(trouble.Count == 0 ? $"✓ {system.Name}: {(system.Checks.Count == 1 ? "1 check passes" : $"all {system.Checks.Count} checks pass")}{Resting(system)}" : $"✕ {system.Name}: {trouble.Count} of {system.Checks.Count}{Resting(system)}");
            foreach (var check in trouble)
                text.AppendLine($"   {CheckLook.Of(check.Standing.State).Word} since {RelativeText.Of(check.Standing.Since, At).Replace(" ago", "", StringComparison.Ordinal)}: {check.Check.Name} ({check.Environment}): {check.Standing.Why}");
        }
        return text.ToString().TrimEnd();
    }

    private static string Resting(MorningSystem system) => system.Checks.Count(c => c.Standing.State == CheckState.Paused) is > 0 and var paused ? $" ({paused} paused)" : "";
}

/// <param name="System">Slug.</param>
public sealed record MorningSystem(string System, string Name, IReadOnlyList<CheckSheet> Checks)
{
    public int Worst => Checks.Max(c => CheckQueries.Badness(c.Standing.State));
}

/// <summary>The report as the one who asks may see it.</summary>
public sealed class MorningReports(CheckQueries queries, TimeProvider time)
{
    public async Task<MorningReport> NowAsync(CancellationToken cancellation) => MorningReport.Of(await queries.ListAsync(null, null, cancellation), time.GetUtcNow());
}
