using System.Text.RegularExpressions;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Runbooks.Facts;

/// <summary>How often people are told and how soon an incident is reviewed, where the text says so in a sentence.</summary>
internal static partial class IncidentHabits
{
    /// <summary>"Update the status page every 15 min".</summary>
    public static Habit? UpdateEvery(CompiledRunbook runbook) => Find(runbook, (_, line) => Update().Match(line));

    /// <summary>"Post-mortem within 48 hours", or "within 48 hours" below a heading that says review.</summary>
    public static Habit? ReviewWithin(CompiledRunbook runbook) =>
        Find(runbook, (section, line) => section.Path is [.., var heading] && Review().IsMatch(heading) ? Within().Match(line) : Review().IsMatch(line) ? Within().Match(line) : Match.Empty);

    private static Habit? Find(CompiledRunbook runbook, Func<Section, string, Match> match)
    {
        foreach (var section in runbook.Sections)
            foreach (var prose in section.Blocks.OfType<Prose>())
                foreach (var (index, line) in prose.Markdown.Split('\n').Index())
                    if (match(section, line) is { Success: true } found && DurationWords.Read(found.Groups[1].Value) is { } time && time > TimeSpan.Zero)
                        return new(time, prose.Line + index);
        // Procedures are steps for a person's hands by now.
        foreach (var step in runbook.Steps.Where(s => s.Action is null))
            if (runbook.Sections.FirstOrDefault(s => s.Id == step.SectionId) is { } section)
                foreach (var line in step.Source.Split('\n').Append(step.Title))
                    if (match(section, line) is { Success: true } found && DurationWords.Read(found.Groups[1].Value) is { } time && time > TimeSpan.Zero)
                        return new(time, step.Line);
        return null;
    }

    [GeneratedRegex(@"\b(?:status page|status|updates?|stakeholders|users|inform|tell|report)\b.{0,60}?\bevery (\d{1,3} ?(?:min(?:ute)?s?|m|hours?|hrs?|h))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Update();

    [GeneratedRegex(@"\bpost-?\s?mortem|\breview\b|\bretrospective\b", RegexOptions.IgnoreCase)]
    private static partial Regex Review();

    [GeneratedRegex(@"\bwithin (\d{1,3} ?(?:hours?|hrs?|h|days?|d|weeks?|w))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Within();
}

/// <param name="Line">1-based.</param>
internal sealed record Habit(TimeSpan Time, int Line);
