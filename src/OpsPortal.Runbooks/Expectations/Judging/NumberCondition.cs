using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Expectations.Judging;

internal enum Comparison { Equal, NotEqual, Below, AtMost, Above, AtLeast, Between }

/// <summary>What a number shall be: "&lt; 10", "lag below 1MB", "between 2 and 4", "3 rows".</summary>
/// <param name="Subject">What is measured, where it is named before the number ("lag").</param>
/// <param name="Thing">What is counted, where it is named behind it ("rows").</param>
internal sealed partial record NumberCondition(Comparison Comparison, double Value, double? Upper, string? Unit, string? Subject, string? Thing, bool Approximate)
{
    private const string Units = @"%|µs|us|ns|ms|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|[kKMGT]i?B|[kKMGT]i|bytes?|B|req/s(?:ec)?|requests?/s(?:ec(?:ond)?)?|rps|/s(?:ec)?";
    private const string Digits = @"-?\d{1,15}(?:,\d{3}){0,5}(?:\.\d{1,15})?";

    /// <summary>Null where the words state anything but a number.</summary>
    public static NumberCondition? Parse(string words)
    {
        if (words.Length > 200) return null;
        var text = words.Replace("`", "").Replace("\"", "").Trim().TrimEnd('.', ' ');
        if (NotZero().Match(text) is { Success: true } nonZero)
            return new(Comparison.NotEqual, 0, null, null, Named(nonZero.Groups["subject"].Value), null, false);
        var match = Sentence().Match(text);
        if (!match.Success || Number(match.Groups["n"].Value) is not { } value) return null;
        var subject = Named(match.Groups["subject"].Value);
        var (said, link) = (match.Groups["cmp"].Value.Trim().ToLowerInvariant(), match.Groups["link"].Success);
        // "version 2" states no condition; "replicas: 3" and "lag below 1MB" do
        if (subject is not null && said.Length == 0 && !link) return null;
        var upper = match.Groups["m"].Success ? Number(match.Groups["m"].Value) : null;
        var negated = match.Groups["not"].Success;
        Comparison? comparison = upper is not null ? said is "" or "between" or "from" && !negated ? Comparison.Between : null
            : match.Groups["or"].Success ? said.Length > 0 || negated ? null : Open(match.Groups["or"].Value)
            : negated ? Negated(said) : Of(said);
        if (comparison is not { } chosen) return null;
        var unit = match.Groups["unit"] is { Success: true, Value: var u } ? u : match.Groups["unit2"] is { Success: true, Value: var v } ? v : null;
        var thing = match.Groups["thing"] is { Success: true, Value: var counted } ? counted.Trim() : null;
        return new(chosen, value, upper, unit, subject, thing, match.Groups["about"].Success);
    }

    /// <summary>Null where it cannot be told, because a unit may mean two things.</summary>
    public bool? Holds(double number, string? unit)
    {
        if (Quantity.Compare(number, unit, Value, Unit) is not { } low) return null;
        int? high = Upper is { } upper ? Quantity.Compare(number, unit, upper, Unit) : 0;
        if (high is null) return null;
        if (Approximate && !(Comparison is Comparison.Equal && low == 0)) return null;
        return Comparison switch
        {
            Comparison.Equal => low == 0,
            Comparison.NotEqual => low != 0,
            Comparison.Below => low < 0,
            Comparison.AtMost => low <= 0,
            Comparison.Above => low > 0,
            Comparison.AtLeast => low >= 0,
            _ => low >= 0 && high <= 0,
        };
    }

    /// <summary>"below 10", "between 2 and 4 ms".</summary>
    public override string ToString() => Comparison switch
    {
        Comparison.Equal => Shown(Value),
        Comparison.NotEqual => $"other than {Shown(Value)}",
        Comparison.Below => $"below {Shown(Value)}",
        Comparison.AtMost => $"at most {Shown(Value)}",
        Comparison.Above => $"above {Shown(Value)}",
        Comparison.AtLeast => $"at least {Shown(Value)}",
        _ => $"between {Quantity.Shown(Value, null)} and {Shown(Upper ?? Value)}",
    };

    private string Shown(double value) => Quantity.Shown(value, Unit);

    private static string? Named(string subject) => subject.Trim(' ', ':', '\'', '-') is { Length: > 0 } name && !Filler().IsMatch(name) ? name : null;

    private static double? Number(string digits) => double.TryParse(digits.Replace(",", ""), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static Comparison Open(string word) => word.ToLowerInvariant() is "+" or "more" or "higher" or "greater" or "above" ? Comparison.AtLeast : Comparison.AtMost;

    private static Comparison? Of(string said) => said switch
    {
        "" or "=" or "==" or "exactly" or "equal to" or "equals" or ":" => Comparison.Equal,
        "!=" or "≠" or "not" => Comparison.NotEqual,
        "<" or "less than" or "fewer than" or "lower than" or "smaller than" or "under" or "below" => Comparison.Below,
        "<=" or "≤" or "at most" or "no more than" or "not more than" or "up to" => Comparison.AtMost,
        ">" or "more than" or "greater than" or "higher than" or "larger than" or "over" or "above" => Comparison.Above,
        ">=" or "≥" or "at least" or "no less than" or "not less than" => Comparison.AtLeast,
        _ => null,
    };

    private static Comparison? Negated(string said) => said switch
    {
        "" or "equal to" or "exactly" => Comparison.NotEqual,
        "exceed" or "more than" or "over" or "above" or "greater than" or "higher than" => Comparison.AtMost,
        "below" or "under" or "less than" or "fewer than" => Comparison.AtLeast,
        _ => null,
    };

    [GeneratedRegex(@"^(?<subject>[A-Za-z_][^<>=≤≥≠~≈!\d]{0,60}?)??\s*(?<link>:|(?:(?:should|must|has to|have to|to)\s+)(?:(?<not>not)\s+)?(?:be|have|return|returns|show|equal|stay|remain|print)?\b|\bis\b|\bare\b|\bbe\b|\bequals?\b|\breturns?\b|\bshows?\b|\bstays?\b)?\s*(?:a\s+|the\s+)?(?<about>about|around|approximately|roughly|~|≈|ca\.)?\s*(?<cmp><=|>=|==|!=|[<>=≤≥≠]|less than|fewer than|lower than|smaller than|larger than|under|below|at most|(?:no|not) (?:more|less) than|up to|exceed|more than|greater than|higher than|over|above|at least|exactly|equal to|between|from)?\s*(?<about>about|around|~)?\s*(?<n>" + Digits + @")\s*(?<unit>" + Units + @")?(?![\w.])(?:\s*(?:-|–|to|and|\.\.)\s*(?<m>" + Digits + @")\s*(?<unit2>" + Units + @")?(?![\w.]))?(?:\s*(?<or>\+)|\s+or\s+(?<or>more|less|fewer|lower|higher|greater|above|below))?(?:\s+(?<thing>[A-Za-z][A-Za-z _-]{0,30}?))??\s*(?:\(.{0,120}\))?$", RegexOptions.IgnoreCase)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^(?<subject>[A-Za-z_][^<>=\d]{0,60}?)??\s*(?:(?:should|must)\s+(?:be\s+)?|is\s+|:\s*|be\s+)?(?:non-?zero|not\s+(?:be\s+)?(?:zero|0)|(?:!=|≠)\s*0)$", RegexOptions.IgnoreCase)]
    private static partial Regex NotZero();

    // words that name nothing that is measured
    [GeneratedRegex(@"^(?:the\s+)?(?:this|it|that|output|result|response|value|count|number|total|answer|returns?|shows?|prints?)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Filler();
}
