using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.Timeline;

namespace OpsPortal.Incidents.Guides;

/// <summary>Something to do. It is ticked by what happened where the portal can know that, and by a person otherwise.</summary>
/// <param name="Key">Stays the same for good: ticks name it.</param>
/// <param name="Happened">What shows that it was done, in a few words; null where nothing does.</param>
public sealed record GuideItem(string Key, string Says, string? Happened = null)
{
    /// <summary>The person who says so; null where nobody does.</summary>
    public GuideTick? Tick { get; init; }
    public bool Done => Happened is not null || Tick is not null;
}

/// <summary>A part of the way through, with what is to be done in it.</summary>
public sealed record GuidePhase(string Name, IReadOnlyList<GuideItem> Items)
{
    public bool Done => Items.All(i => i.Done);
}

/// <summary>The way through an incident, by its kind.</summary>
public static class ResponseGuide
{
    /// <summary>Pure.</summary>
    /// <param name="tally">How many timeline entries there are of each kind.</param>
    public static IReadOnlyList<GuidePhase> Of(IncidentSheet sheet, IReadOnlyDictionary<TimelineKind, int> tally)
    {
        var known = new Known(sheet, tally);
        IReadOnlyList<GuidePhase> phases = sheet.Incident.Kind switch
        {
            IncidentKind.SloBreach => SloBreach(known),
            IncidentKind.DataCorruption => DataCorruption(known),
            IncidentKind.Security => Security(known),
            _ => General(known),
        };
        var ticks = sheet.Ticks.ToDictionary(t => t.Item);
        return [.. phases.Select(p => p with { Items = [.. p.Items.Select(i => i with { Tick = ticks.GetValueOrDefault(i.Key) })] })];
    }

    /// <summary>The item of that key, whatever the kind; null where there is none.</summary>
    public static GuideItem? Find(IncidentSheet sheet, string key) => Of(sheet, new Dictionary<TimelineKind, int>()).SelectMany(p => p.Items).FirstOrDefault(i => i.Key == key);

    private static IReadOnlyList<GuidePhase> General(Known known) =>
    [
        new("Acknowledge", [known.Acknowledged]),
        new("Assess", [known.Assessed]),
        new("Investigate", [known.Checked, new("general.cause", "Find what changed before it began: a rollout, a configuration, the load, something it depends on")]),
        new("Resolve", [known.Mitigated, known.Resolved]),
        new("Document", [known.Noted]),
        new("Follow up", [known.Reviewed]),
    ];

    private static IReadOnlyList<GuidePhase> SloBreach(Known known) =>
    [
        new("At once", [known.Acknowledged, known.Assessed, new("slo.measure", "Note which objective is missed, by how much and since when; keep the plots and logs of the minutes before")]),
        new("Look into it", [known.Checked, new("slo.rollouts", "Compare the beginning with recent rollouts and changes of configuration"), new("slo.depends", "Check what it depends on: other services, outside providers"), new("slo.database", "Check the database: slow statements, locks, connections")]),
        new("Make it good", [new("slo.relief", "Choose the quickest relief: more replicas, back to the version before, another provider, fresh pods"), known.Mitigated, new("slo.back", "See the objective met again, over its whole window where that is short")]),
        new("Afterwards", [known.Resolved, new("slo.budget", "Work out what is left of the error budget, and whether releases have to wait"), new("slo.runbook", "Bring the runbook in line with what was learned"), known.Reviewed]),
    ];

    private static IReadOnlyList<GuidePhase> DataCorruption(Known known) =>
    [
        new("At once", [known.Acknowledged, new("data.writes", "Stop everything that writes to the affected data, scheduled jobs included"), new("data.isolate", "Take the pods that did it out of service; keep their logs and their disks"), new("data.tell", "Tell those whose data it is, and those who read it")]),
        new("Look into it", [known.Assessed, new("data.trail", "Read the audit log and the database's own log: what wrote wrongly, and since when"), new("data.scope", "Write down which tables and rows are wrong, and which are not"), new("data.point", "Choose the moment to go back to, and what would be lost by it")]),
        new("Bring it back", [new("data.copy", "Keep a copy of the present state before anything is restored"), new("data.restore", "Restore the backup, somewhere else first"), new("data.verify", "Count, sum and sample: what was restored is whole, and fits what was not touched"), new("data.resume", "Let writers back one by one, and watch each"), known.Mitigated]),
        new("Afterwards", [known.Resolved, new("data.guard", "Find the check or constraint that would have refused it"), known.Reviewed]),
    ];

    private static IReadOnlyList<GuidePhase> Security(Known known) =>
    [
        new("At once", [known.Acknowledged, new("security.circle", "Keep it among those who need to know; speak over a channel that an intruder cannot read"), new("security.isolate", "Cut what is affected off from the network, and do not switch it off: its memory is evidence"), new("security.revoke", "Revoke credentials, sessions and tokens that may be in other hands"), new("security.logging", "Log more, and keep it where nobody can change it")]),
        new("Look into it", [known.Assessed, new("security.access", "Read who got in, from where and when, back to before the first sign"), new("security.changes", "Look for what nobody here did: accounts, rights, images, jobs, data taken out"), new("security.way", "Say how they came in, and whether that way is still open")]),
        new("Recover", [new("security.patch", "Close the way they came in"), new("security.rotate", "Replace every secret that they could have seen, not only those that were misused"), new("security.rebuild", "Build what they touched anew, or restore it from a backup of before"), known.Mitigated]),
        new("Afterwards", [known.Resolved, new("security.duty", "Ask those responsible for privacy and law whom to tell, and by when"), known.Reviewed]),
    ];

    /// <summary>What the portal knows by itself. Its keys are the same in every guide, so that ticks stay when the kind changes.</summary>
    private sealed class Known(IncidentSheet sheet, IReadOnlyDictionary<TimelineKind, int> tally)
    {
        private readonly Incident incident = sheet.Incident;

        public GuideItem Acknowledged => new("acknowledge", "Say that you are on it", incident.AcknowledgedAt is { } at ? $"{incident.AcknowledgedBy}, after {ClockText.Show(at - incident.DetectedAt)}" : null);

        public GuideItem Assessed
        {
            get
            {
                string[] unknown = [.. new[] { incident.Impact is null ? "what users notice" : null, incident.Components.Count == 0 ? "what is affected" : null }.OfType<string>()];
                return new("assess", unknown.Length == 0 ? "Say what users notice and what is affected" : $"Say {string.Join(" and ", unknown)}", unknown.Length == 0 ? incident.Impact : null);
            }
        }

        public GuideItem Checked => new("check", "Run the runbook's checks", Count(TimelineKind.Execution) is > 0 and var steps ? steps == 1 ? "1 entry of steps" : $"{steps} entries of steps" : null);
        public GuideItem Mitigated => new("mitigate", "Make users whole first, then find the cause", incident.MitigatedAt is { } at ? $"after {ClockText.Show(at - incident.DetectedAt)}" : null);
        public GuideItem Resolved => new("resolve", "Watch whether it holds, then resolve it", incident.ResolvedAt is { } at ? $"after {ClockText.Show(at - incident.DetectedAt)}" : null);
        public GuideItem Noted => new("document", "Write down what the portal cannot know", Count(TimelineKind.Note) is > 0 and var notes ? notes == 1 ? "1 note" : $"{notes} notes" : null);
        public GuideItem Reviewed => new("review", "Review it, and agree on what will be done", incident.ReviewedAt is not null ? "reviewed" : null);

        private int Count(TimelineKind kind) => tally.GetValueOrDefault(kind);
    }
}
