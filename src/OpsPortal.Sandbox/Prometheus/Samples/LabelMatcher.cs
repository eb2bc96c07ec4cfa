using System.Text.RegularExpressions;

namespace OpsPortal.Sandbox.Prometheus.Samples;

internal enum MatchKind { Equal, NotEqual, Regex, NotRegex }

/// <summary>One condition of a selector. A label that is missing has the empty value.</summary>
internal sealed class LabelMatcher(string name, MatchKind kind, string value)
{
    /// <summary>Expressions come from whoever may query: a bad one must not hold the server.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly Regex? expression = kind is MatchKind.Regex or MatchKind.NotRegex
        ? new Regex($@"\A(?s:{value})\z", RegexOptions.CultureInvariant, Patience)
        : null;

    public string Name => name;
    public MatchKind Kind => kind;
    public string Value => value;

    public bool Matches(string text) => kind switch
    {
        MatchKind.Equal => text == value,
        MatchKind.NotEqual => text != value,
        MatchKind.Regex => expression!.IsMatch(text),
        _ => !expression!.IsMatch(text),
    };

    public bool Matches(Labels labels) => Matches(labels[name]);
}
