using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.Guides;
using OpsPortal.Secrets;

namespace OpsPortal.Incidents.Timeline;

/// <summary>What people write into a timeline: notes, corrections, pins, links, status updates.</summary>
public sealed class WriteTimeline(IncidentActs acts, IRedactText redactor)
{
    public const int LongestText = 20_000;

    public Task<Result<Incident>> NoteAsync(Actor actor, long number, string text, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "write a note", null, work =>
        {
            var read = Read(text);
            if (read.Succeeded) work.Tell(TimelineKind.Note, read.Value);
            return Done(read.Problem);
        }, cancellation);

    /// <summary>The old entry stays as it is; the new one says what is right.</summary>
    public Task<Result<Incident>> CorrectAsync(Actor actor, long number, int entry, string text, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "correct an entry", null, async work =>
        {
            var read = Read(text);
            if (!read.Succeeded) return read.Problem;
            if (!await work.Db.TimelineEntries.AnyAsync(e => e.Incident == number && e.Number == entry, cancellation)) return Problem.NotFound($"{work.Incident.Name} has no entry {entry}.");
            work.Tell(TimelineKind.Correction, read.Value, corrects: entry);
            return null;
        }, cancellation);

    public Task<Result<Incident>> PinAsync(Actor actor, long number, int entry, bool pinned, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "pin an entry", null, async work =>
        {
            var pin = await work.Db.TimelinePins.FirstOrDefaultAsync(p => p.Incident == number && p.Number == entry, cancellation);
            if (!await work.Db.TimelineEntries.AnyAsync(e => e.Incident == number && e.Number == entry, cancellation)) return Problem.NotFound($"{work.Incident.Name} has no entry {entry}.");
            if (pinned && pin is null) work.Db.TimelinePins.Add(new() { Incident = number, Number = entry, By = actor.Name, At = work.Now });
            else if (!pinned && pin is not null) work.Db.TimelinePins.Remove(pin);
            return null;
        }, cancellation);

    /// <summary>What those outside are told. The clock of the next update begins anew.</summary>
    public Task<Result<Incident>> TellStatusAsync(Actor actor, long number, string text, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "send a status update", "incident.statusTold", async work =>
        {
            var read = Read(text);
            if (!read.Succeeded) return read.Problem;
            work.Tell(TimelineKind.StatusUpdate, read.Value, new Dictionary<string, string> { ["state"] = $"{work.Incident.State}" });
            var clock = await work.Db.IncidentClocks.FirstOrDefaultAsync(c => c.Incident == number && c.Kind == ClockKind.Update, cancellation);
            if (clock is not null) ClockRules.Updated(clock, work.Severity, work.Now);
            work.News.Add(new IncidentNews.StatusTold(read.Value));
            return null;
        }, cancellation);

    public Task<Result<Incident>> LinkAsync(Actor actor, long number, string address, string? text, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "add a link", null, work =>
        {
            if (!Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                return Done(Problem.Invalid("A link begins with https:// or http://.", "address"));
            var shown = redactor.Redact(uri.ToString());
            work.Tell(TimelineKind.Link, string.IsNullOrWhiteSpace(text) ? shown : text.Trim(), new Dictionary<string, string> { ["address"] = shown });
            return Done();
        }, cancellation);

    /// <summary>What the incident is about, in the words of whoever knows more by now.</summary>
    public Task<Result<Incident>> DescribeAsync(Actor actor, long number, IncidentFacts facts, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "change an incident", "incident.changed", work =>
        {
            if (facts.Title is { } title && title.Trim().Length is 0 or > 200) return Done(Problem.Invalid("Say in a few words what is wrong (at most 200 characters).", "title"));
            var kind = facts.Kind is { } wanted ? IncidentKinds.Read(wanted) : work.Incident.Kind;
            if (!kind.Succeeded) return Done(kind.Problem);
            List<string> told = [];
            void Set<T>(string what, T? value, T before, Action<T> store, Func<T, string> show)
            {
                if (value is null || show(value) == show(before)) return;
                store(value);
                told.Add($"{what}: {(show(value) is { Length: > 0 } text ? text : "none")}");
            }
            Set("title", facts.Title?.Trim(), work.Incident.Title, t => work.Incident.Title = t, t => t);
            Set("impact", facts.Impact is { } impact ? redactor.Redact(impact.Trim()) : null, work.Incident.Impact ?? "", t => work.Incident.Impact = t.Length == 0 ? null : t, t => t);
            Set("affected", facts.Components, work.Incident.Components, c => work.Incident.Components = c, c => string.Join(", ", c));
            Set("kind of incident", kind.Value, work.Incident.Kind, k => work.Incident.Kind = k, k => k.Word());
            Set("runbook in hand", facts.Runbook, work.Incident.Runbook ?? "", r => work.Incident.Runbook = r.Length == 0 ? null : r, r => r);
            if (facts.RunbookPlace is { } place) work.Incident.RunbookPlace = place.Length == 0 ? null : place;
            if (told.Count == 0) return Done();
            work.Tell(TimelineKind.Facts, $"{actor.Name} changed {string.Join("; ", told)}");
            return Done();
        }, cancellation);

    private Result<string> Read(string text)
    {
        text = text.Trim().Replace("\0", "");
        return text.Length == 0 ? Problem.Invalid("There is nothing written yet.", "text")
            : text.Length > LongestText ? Problem.Invalid($"This is longer than {LongestText:N0} characters. Put the long part into a file or a link.", "text")
            : redactor.Redact(text);
    }

    private static Task<Problem?> Done(Problem? problem = null) => Task.FromResult(problem);
}

/// <summary>What changes; null leaves as it is, the empty text takes away.</summary>
public sealed record IncidentFacts(string? Title = null, string? Impact = null, IReadOnlyList<string>? Components = null, string? Runbook = null, string? RunbookPlace = null, string? Kind = null);
