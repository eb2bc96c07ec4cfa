using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace OpsPortal.Incidents.Alerts.Silences;

/// <summary>Keeps alerts quiet for a while: they are kept, and neither declare incidents nor call anybody.</summary>
public sealed class AlertSilence
{
    public Guid Id { get; init; }

    /// <summary>Whose alerts.</summary>
    public Guid IntegrationId { get; init; }

    /// <summary>All of them have to hold.</summary>
    public required IReadOnlyList<LabelMatcher> Matchers { get; init; }
    public required string Reason { get; init; }

    /// <summary>A place instead of labels; then <see cref="Matchers"/> is empty.</summary>
    public SilenceScope? Scope { get; init; }

    /// <summary>Number of the maintenance that it belongs to; null where somebody made it by hand.</summary>
    public long? Maintenance { get; init; }
    public Guid? CreatedById { get; init; }
    public required string CreatedBy { get; init; }
    public DateTimeOffset StartsAt { get; init; }
    public DateTimeOffset EndsAt { get; set; }

    /// <summary>When somebody ended it early, or it ran out and its alerts were looked at again.</summary>
    public DateTimeOffset? EndedAt { get; set; }
    public string? EndedBy { get; set; }

    /// <summary>Its id in Alertmanager; null where it is not known there (yet).</summary>
    public string? RemoteId { get; set; }

    /// <summary>It has to be told to Alertmanager, or taken back there.</summary>
    public bool RemotePending { get; set; }

    /// <summary>Not before this time, so that one process at a time does it, and no dead server is asked all the time.</summary>
    public DateTimeOffset? RemoteAfter { get; set; }

    /// <summary>Why Alertmanager does not know of it yet.</summary>
    public string? RemoteProblem { get; set; }

    public bool IsActive(DateTimeOffset now) => EndedAt is null && StartsAt <= now && now < EndsAt;

    /// <summary>By labels; what has a <see cref="Scope"/> needs to know where the alert was placed.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels) => Scope is null && Matchers.All(m => m.Matches(labels));
}

/// <summary>As Alertmanager's matchers: a label that is not there has the empty value.</summary>
public sealed partial record LabelMatcher(string Name, string Value, bool IsRegex = false, bool IsEqual = true)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary><c>name="value"</c>, with <c>=</c>, <c>!=</c>, <c>=~</c> or <c>!~</c>.</summary>
    [JsonIgnore]
    public string Text => $"{Name}{(IsEqual ? "=" : "!")}{(IsRegex ? "~" : IsEqual ? "" : "=")}\"{Value}\"";

    /// <summary>One on each line: <c>name=value</c>, <c>name!="value"</c>, <c>name=~expression</c>.</summary>
    public static Result<IReadOnlyList<LabelMatcher>> Read(string text)
    {
        List<LabelMatcher> all = [];
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Written().Match(line) is not { Success: true } found) return Problem.Invalid($"\"{line}\" is no matcher; write it like alertname=HighErrorRate or pod=~cart-.*", "matchers");
            var value = found.Groups[3].Value is ['"', .. var quoted, '"'] ? quoted : found.Groups[3].Value;
            all.Add(new(found.Groups[1].Value, value, found.Groups[2].Value[^1] == '~', found.Groups[2].Value[0] == '='));
        }
        return all;
    }

    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        var value = labels.GetValueOrDefault(Name, "");
        return IsEqual == (IsRegex ? IsWhole(value) : value == Value);
    }

    /// <summary>Null where the expression can be used.</summary>
    public Problem? Check()
    {
        if (Name.Length is 0 or > 200) return Problem.Invalid("Each matcher names a label: {\"name\":\"alertname\",\"value\":\"HighErrorRate\"}.", "matchers");
        if (Value.Length > 1_000) return Problem.Invalid($"The value for {Name} is longer than 1,000 characters.", "matchers");
        if (!IsRegex) return null;
        try
        {
            IsWhole("");
            return null;
        }
        catch (ArgumentException e)
        {
            return Problem.Invalid($"The expression for {Name} cannot be read: {e.Message}", "matchers");
        }
    }

    private bool IsWhole(string value)
    {
        try
        {
            // RE2, which Alertmanager uses, has neither look-around nor back references; without backtracking we have neither.
            return Regex.IsMatch(value, $"^(?:{Value})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Patience);
        }
        catch (NotSupportedException e)
        {
            throw new ArgumentException(e.Message, e);
        }
    }

    [GeneratedRegex(@"^([A-Za-z_][\w.-]*)\s*(=~|!~|!=|=)\s*(.*)$")]
    private static partial Regex Written();
}
