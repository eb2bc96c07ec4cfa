using OpsPortal.Runbooks;
using OpsPortal.Systems;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Incidents;

/// <summary>A runbook that may help.</summary>
/// <param name="Place">Fragment of its address where work begins; null is its top.</param>
/// <param name="Why">"answers the alert HighErrorRate"</param>
/// <param name="Sure">Somebody wrote it for just this, or it is the system's only one.</param>
public sealed record SuggestedRunbook(string Slug, string Title, string? Place, string Why, bool Sure);

/// <summary>Runbooks for what is wrong: by the alert that they answer, by a heading that names the symptom, by words, then whatever the system has.</summary>
public sealed class SuggestRunbooks(SystemQueries systems, SearchRunbooks search, RunbookLibrary library)
{
    private const int Most = 8;

    /// <param name="words">What is wrong, in somebody's words.</param>
    /// <param name="labels">Of the alert; its name is the label <c>alertname</c>.</param>
    public async Task<IReadOnlyList<SuggestedRunbook>> InvokeAsync(string system, string words, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation)
    {
        var all = await search.InvokeAsync(null, null, cancellation);
        var own = all.Where(r => r.System == system).ToList();
        List<SuggestedRunbook> found = [];
        foreach (var alert in new[] { labels.GetValueOrDefault("alertname"), words }.OfType<string>().Where(a => a.Trim().Length > 0).Distinct())
            foreach (var place in await systems.FindAlertAsync(alert, cancellation))
                if (all.FirstOrDefault(r => r.Slug == place.Runbook) is { } answering) found.Add(new(answering.Slug, answering.Title, Fragment(place), $"answers the alert {place.Name}", true));
        var wanted = SymptomWords.Of($"{words} {labels.GetValueOrDefault("alertname")}");
        foreach (var runbook in own)
            if (await library.FindAsync(runbook.Slug, cancellation) is { } edition && SymptomWords.Best(edition.Compiled, wanted) is { } section)
                found.Add(new(runbook.Slug, runbook.Title, section.Id.Replace('/', '.'), $"has a section “{section.Path[^1]}”", true));
        // One word alone is in every runbook.
        foreach (var (first, second) in wanted.Zip(wanted.Skip(1)).Take(4))
            found.AddRange((await search.InvokeAsync($"{first} {second}", null, cancellation)).OrderByDescending(r => r.System == system).Take(2).Select(r => new SuggestedRunbook(r.Slug, r.Title, null, $"speaks of “{first}” and “{second}”", false)));
        found.AddRange(own.Select(r => new SuggestedRunbook(r.Slug, r.Title, null, own.Count == 1 ? "the system's only runbook" : "of this system", own.Count == 1)));
        return [.. found.OrderByDescending(f => f.Sure).DistinctBy(f => f.Slug).OrderByDescending(f => f.Sure).ThenByDescending(f => own.Any(o => o.Slug == f.Slug)).Take(Most)];
    }

    private static string? Fragment(AlertPlace place) => (place.Step ?? place.Section)?.Replace('/', '.');
}

/// <summary>Words by which a symptom is known again.</summary>
public static class SymptomWords
{
    private static readonly HashSet<string> Empty =
    [
        "and", "are", "but", "can", "for", "from", "has", "have", "into", "its", "many", "much", "not", "our", "some", "than", "that", "the", "their", "there", "they", "this", "very", "was", "were", "what", "when", "with", "users",
    ];

    public static IReadOnlyList<string> Of(string text) =>
        [.. Cut(text).Select(w => w.ToLowerInvariant()).Where(w => w.Length > 2 && !Empty.Contains(w)).Distinct()];

    /// <summary>The section whose own heading names most of the symptom: at least two of its words, or the whole of a heading of one word; null where none does.</summary>
    public static Section? Best(CompiledRunbook runbook, IReadOnlyCollection<string> wanted) => runbook.Sections
        .Where(s => s.Path.Count > 0)
        .Select(s => (Section: s, Words: Of(s.Path[^1])))
        .Select(s => (s.Section, s.Words, Hits: s.Words.Count(w => wanted.Any(x => Same(w, x)))))
        .Where(s => s.Hits >= 2 || (s.Hits == 1 && s.Words.Count == 1))
        .OrderByDescending(s => s.Hits).ThenBy(s => s.Words.Count).Select(s => s.Section).FirstOrDefault();

    // HighErrorRate is high, error, rate.
    internal static IEnumerable<string> Cut(string text)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            var ends = i == text.Length || !char.IsLetterOrDigit(text[i]);
            if (!ends && !(i > start && char.IsUpper(text[i]) && char.IsLower(text[i - 1]))) continue;
            if (i > start) yield return text[start..i];
            start = ends ? i + 1 : i;
        }
    }

    // "errors" and "error", "slow" and "slowness".
    private static bool Same(string a, string b) => a == b || (Math.Min(a.Length, b.Length) > 3 && (a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal)));
}
