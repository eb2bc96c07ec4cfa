using OpsPortal.Runbooks.Actions.Flow;

namespace OpsPortal.Targets.Previews;

/// <summary>The records of all the changes that one step makes, kept as one: its way back goes through them from the last to the first.</summary>
internal sealed class ChangeRecords(Func<ChangeRecord, CancellationToken, ValueTask> keep)
{
    private readonly List<ChangeRecord?> records = [];

    /// <summary>A place for one action's record; the last that it keeps there counts.</summary>
    public Func<ChangeRecord, CancellationToken, ValueTask> Place()
    {
        int place;
        lock (records)
        {
            place = records.Count;
            records.Add(null);
        }
        return async (record, cancellation) =>
        {
            ChangeRecord all;
            lock (records)
            {
                records[place] = record;
                all = Together([.. records.OfType<ChangeRecord>()]);
            }
            await keep(all, cancellation);
        };
    }

    public static Reversal Together(IReadOnlyList<Reversal> parts) => parts switch
    {
        [var only] => only,
        _ when parts.FirstOrDefault(p => !p.Possible) is { } never => never,
        _ => Reversal.To(string.Join("; ", parts.Reverse().Select(p => p.Sentence).Distinct())),
    };

    private static ChangeRecord Together(IReadOnlyList<ChangeRecord> records)
    {
        if (records is [var only]) return only;
        var reversal = Together([.. records.Select(r => r.Reversal)]);
        return new([.. records.SelectMany(r => r.Changes)])
        {
            Reversal = reversal,
            Revert = !reversal.Possible || records.Any(r => r.Revert is null) ? null
                : new FlowSequence([.. records.Reverse().Select((r, i) => new FlowPart(r.Revert!) { Operator = i == 0 ? null : "&&" })]),
        };
    }
}
