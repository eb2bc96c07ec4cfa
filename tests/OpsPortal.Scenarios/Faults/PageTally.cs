using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OpsPortal.OnCall.Paging.Sending;

namespace OpsPortal.Scenarios.Faults;

/// <summary>What came out of all rounds of paging.</summary>
internal sealed class PageTally(int seed, int rounds, PageInbox inbox)
{
    private readonly SortedDictionary<string, int> outcomes = new(StringComparer.Ordinal);
    private readonly List<string> wrong = [];
    private int incidents, pages, lost, twice, untrue, hidden, doubts;

    public IReadOnlyList<string> Wrong => wrong;

    /// <summary>Something that should not be, and is no page.</summary>
    public void Note(string sentence)
    {
        lock (wrong) wrong.Add(sentence);
    }

    /// <param name="ended">It came to an end in time.</param>
    /// <param name="told">Its pages, as the API tells them.</param>
    /// <param name="timeline">Its entries about pages.</param>
    public void Add(PageRound round, long incident, bool ended, JsonArray told, JsonArray timeline)
    {
        lock (wrong)
        {
            incidents++;
            var where = $"round {round.Number} ({round.Fault?.ToString() ?? "receivers"} at {round.Point}, {round.Nth}. time), INC-{incident}";
            if (!ended) Say(ref lost, $"never ended: {where}: {told.ToJsonString()}");
            if (told.Count < 2) Say(ref lost, $"{told.Count} pages instead of 2: {where}");
            if (told.Count > 2) Say(ref twice, $"{told.Count} pages instead of 2: {where}");
            foreach (var page in told) Add(page!, incident, where, timeline);
        }
    }

    private void Add(JsonNode page, long incident, string where, JsonArray timeline)
    {
        pages++;
        var (person, known) = ((string)page["name"]!, false);
        foreach (var attempt in page["attempts"]!.AsArray())
        {
            var (way, state) = ((string)attempt!["method"]! == "email" ? PostSink.Way : HookSink.Way, (string)attempt["state"]!);
            outcomes[$"{way} {state}"] = outcomes.GetValueOrDefault($"{way} {state}") + 1;
            // A webhook takes one key once, a mailbox shows each copy: both come down to different keys.
            var got = inbox.Of(way, person, incident).Distinct().Count();
            var what = $"{where}, {person} by {way}, {state} after {attempt["tries"]} tries, received {got}: {attempt["reason"]}";
            if (got > 1) Say(ref twice, $"twice: {what}");
            if (state == "delivered" && got == 0) Say(ref lost, $"told as delivered, never arrived: {what}");
            if (state is "failed" or "skipped" && got > 0) Say(ref untrue, $"told as not sent: {what}");
            known |= got > 0 || state == "unknown";
            if (state != "unknown") continue;
            doubts++;
            if (!timeline.Any(e => (string)e!["text"]! is var text && text.StartsWith($"Page to {person} by {way}: delivery unknown.", StringComparison.Ordinal))) Say(ref hidden, $"doubt not shown: {what}");
        }
        if (!known && (string)page["state"]! != "unreached") Say(ref lost, $"reached nobody, and does not say so: {where}, {person}");
    }

    private void Say(ref int count, string sentence)
    {
        count++;
        wrong.Add(sentence);
    }

    public string Tell(IEnumerable<KeyValuePair<(PageFault Fault, PagePoint Point), int>> struck, int processes, TimeSpan took)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Pages at most once: {rounds} rounds, seed {seed}, {took.TotalSeconds:0} s, {processes} worker processes");
        text.AppendLine(CultureInfo.InvariantCulture, $"  incidents       {incidents}, {pages} pages");
        foreach (var kind in struck.GroupBy(s => s.Key.Fault).OrderBy(k => k.Key))
            text.AppendLine(CultureInfo.InvariantCulture, $"  {kind.Key,-15} {kind.Sum(s => s.Value)}: {string.Join(", ", kind.OrderBy(s => s.Key.Point).Select(s => $"{s.Key.Point} {s.Value}"))}");
        foreach (var way in inbox.Struck.Where(s => s.Key.Fault != SinkFault.Takes).GroupBy(s => s.Key.Way).OrderBy(w => w.Key, StringComparer.Ordinal))
            text.AppendLine(CultureInfo.InvariantCulture, $"  {way.Key,-15} {string.Join(", ", way.OrderBy(s => s.Key.Fault).Select(s => $"{s.Key.Fault} {s.Value}"))}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  attempts        {string.Join(", ", outcomes.Select(o => $"{o.Key} {o.Value}"))}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  lost {lost}, sent twice {twice}, told wrongly {untrue}; in doubt {doubts}, not shown as such {hidden}");
        foreach (var sentence in wrong.Take(20)) text.AppendLine(CultureInfo.InvariantCulture, $"  {sentence}");
        return text.ToString();
    }
}
