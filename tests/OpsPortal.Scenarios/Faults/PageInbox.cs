using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsPortal.Scenarios.Faults;

/// <summary>What people received, and what the receiving sides are to do next.</summary>
internal sealed partial class PageInbox
{
    private readonly ConcurrentDictionary<(string Way, long Incident), ConcurrentQueue<SinkFault>> scripts = new();
    private readonly ConcurrentDictionary<(string Way, string Person, long Incident), ConcurrentQueue<string>> received = new();
    private readonly ConcurrentDictionary<string, string> codes = new();

    /// <summary>How often each of them happened.</summary>
    public ConcurrentDictionary<(string Way, SinkFault Fault), int> Struck { get; } = new();

    public void Script(string way, long incident, IEnumerable<SinkFault> faults) => scripts[(way, incident)] = new(faults);

    /// <summary>What is to happen to a message, by the incidents that it tells of.</summary>
    public SinkFault Next(string way, string text)
    {
        foreach (var incident in IncidentsOf(text))
            if (scripts.TryGetValue((way, incident), out var script) && script.TryDequeue(out var fault))
            {
                Struck.AddOrUpdate((way, fault), 1, (_, n) => n + 1);
                return fault;
            }
        return SinkFault.Takes;
    }

    /// <param name="key">Of the message.</param>
    public void Take(string way, string person, string key, string text)
    {
        if (Code().Match(text) is { Success: true } code) codes[$"{way} {person}"] = code.Value;
        foreach (var incident in IncidentsOf(text)) received.GetOrAdd((way, person, incident), _ => new()).Enqueue(key);
    }

    /// <summary>Keys of what came, each as often as it came.</summary>
    public IReadOnlyList<string> Of(string way, string person, long incident) => received.TryGetValue((way, person, incident), out var keys) ? [.. keys] : [];

    /// <summary>The code that came last.</summary>
    public string CodeOf(string way, string person) => codes[$"{way} {person}"];

    private static IEnumerable<long> IncidentsOf(string text) => Incident().Matches(text).Select(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).Distinct();

    [GeneratedRegex(@"INC-(\d+):")]
    private static partial Regex Incident();

    [GeneratedRegex(@"\b\d{3} \d{3}\b")]
    private static partial Regex Code();
}
