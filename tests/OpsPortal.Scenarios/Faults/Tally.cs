using System.Globalization;
using System.Text;

namespace OpsPortal.Scenarios.Faults;

/// <summary>What came out of all rounds.</summary>
internal sealed class Tally(int seed, int rounds)
{
    /// <summary>From the end of a lease until the execution is given up. One that somebody still holds is slow, not stuck.</summary>
    private static readonly TimeSpan LongestLapsed = TimeSpan.FromSeconds(20);
    private readonly Dictionary<string, int> outcomes = [];
    private readonly List<string> wrong = [];

    public int Executions { get; private set; }
    public int Changes { get; private set; }
    public int Verified { get; private set; }
    public int HandedOver { get; private set; }
    public int Twice { get; private set; }
    public int Lost { get; private set; }
    public int Stuck { get; private set; }
    public int Untrue { get; private set; }
    public TimeSpan Longest { get; private set; }
    public IReadOnlyList<string> Wrong => wrong;

    /// <summary>Something that should not be, and is no execution.</summary>
    public void Note(string sentence)
    {
        lock (wrong) wrong.Add(sentence);
    }

    /// <param name="end">Null where it did not come to one.</param>
    /// <param name="shows">The object is as the change leaves it.</param>
    /// <param name="arrived">How often its change reached the API server.</param>
    public void Add(Round round, Try one, long id, Seen? end, bool shows, int arrived, TimeSpan lapsed, bool wasUnknown)
    {
        lock (wrong)
        {
            Executions++;
            if (one.Changes) Changes++;
            if (lapsed > Longest) Longest = lapsed;
            var what = $"round {round.Number} ({round.Kind} at {round.Point}), exec {id} {one.Item}, arrived {arrived}, {(shows ? "done there" : "not done there")}, {(one == round.Victim ? "struck" : "beside")}: {end?.State ?? "no end"}: {end?.Reason} {end?.Verification}";
            if (one.Changes && arrived > 1) Say(() => Twice++, $"done twice: {what}");
            if (end is null) Say(() => Lost++, $"lost: {what}");
            if (lapsed > LongestLapsed) Say(() => Stuck++, $"Running for {lapsed.TotalSeconds:0} s after its lease: {what}");
            if (end is null) return;
            outcomes[end.State] = outcomes.GetValueOrDefault(end.State) + 1;
            if (wasUnknown && end.State == "OutcomeUnknown") HandedOver++;
            else if (wasUnknown) Verified++;
            if (one.Changes && !IsTrue(one, end, shows, arrived)) Say(() => Untrue++, $"not what happened: {what}");
        }
    }

    /// <summary>What the state claims is what the API server saw and what its object shows; a doubt names what was found there, and that is so.</summary>
    private static bool IsTrue(Try one, Seen end, bool shows, int arrived) => end.State switch
    {
        "Succeeded" => arrived == 1 && shows,
        "OutcomeUnknown" => IsEvidence(one, end.Verification!, shows),
        _ => arrived == 0 && !shows,
    };

    /// <summary>The only doubt that these changes leave: what was to be created is there, and nobody can see by whom.</summary>
    private static bool IsEvidence(Try one, string told, bool shows) =>
        one.Step == Try.Create && shows
        && told.StartsWith("The portal cannot tell whether it happened: ", StringComparison.Ordinal)
        && told.Contains($"\"{one.Item}\" already exists", StringComparison.Ordinal)
        && told.EndsWith("Look at the target, then say here what you found.", StringComparison.Ordinal);

    private void Say(Action count, string sentence)
    {
        count();
        wrong.Add(sentence);
    }

    public string Tell(IEnumerable<KeyValuePair<(FaultKind Kind, OpsPortal.Executions.Running.CommitPoint Point), int>> struck, int cuts, int processes, TimeSpan took)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"At most once: {rounds} rounds, seed {seed}, {took.TotalSeconds:0} s, {processes} worker processes");
        text.AppendLine(CultureInfo.InvariantCulture, $"  executions      {Executions}, {Changes} of them changes");
        foreach (var kind in struck.GroupBy(s => s.Key.Kind).OrderBy(k => k.Key))
            text.AppendLine(CultureInfo.InvariantCulture, $"  {kind.Key,-15} {kind.Sum(s => s.Value)}: {string.Join(", ", kind.OrderBy(s => s.Key.Point).Select(s => $"{s.Key.Point} {s.Value}"))}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  connections cut {cuts}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  outcomes        {string.Join(", ", outcomes.OrderByDescending(o => o.Value).Select(o => $"{o.Key} {o.Value}"))}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  in doubt        {Verified + HandedOver}: {Verified} verified, {HandedOver} handed to a person with the evidence");
        text.AppendLine(CultureInfo.InvariantCulture, $"  done twice {Twice}, lost {Lost}, stuck in Running {Stuck} (longest {Longest.TotalSeconds:0.0} s after a lease), told wrongly {Untrue}");
        foreach (var sentence in wrong.Take(20)) text.AppendLine(CultureInfo.InvariantCulture, $"  {sentence}");
        return text.ToString();
    }
}
