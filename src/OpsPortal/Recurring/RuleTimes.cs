namespace OpsPortal.Recurring;

/// <summary>Instants of one rule.</summary>
/// <param name="last">The last local time, where the rule counts.</param>
internal sealed class RuleTimes(Rule rule, RuleWalk walk, LocalClock clock, DateTime? last)
{
    public IEnumerable<Occurrence> From(DateTime wall)
    {
        // A skipped time comes out after times that the clock shows later, so it waits for its turn; and so does the second of a time that comes twice.
        Queue<Occurrence> waiting = new();
        foreach (var local in walk.From(wall))
        {
            if (local > last) break;
            var (at, skipped) = clock.Instant(local);
            if (skipped && rule.Continuous) continue;
            if (skipped)
            {
                if (!(at > rule.Until)) waiting.Enqueue(new(at, clock.Show(at), true));
                continue;
            }
            if (at > rule.Until) break;
            while (waiting.TryPeek(out var next) && next.At <= at)
                if (waiting.Dequeue().At < at) yield return next;
            yield return new(at, local);
            if (rule.Continuous && clock.Again(local, at) is { } again && !(again > rule.Until)) waiting.Enqueue(new(again, local));
        }
        foreach (var rest in waiting) yield return rest;
    }
}
