using System.Buffers;
using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Expectations;

/// <summary>How running text announces what to expect of the step above it.</summary>
public static partial class ExpectationText
{
    // most sentences of a document expect nothing
    private static readonly SearchValues<string> Signs = SearchValues.Create(["expected", "should", "must", "you will"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether <see cref="Stated"/> may find anything; costs next to nothing.</summary>
    public static bool MayState(string text) => text.AsSpan().ContainsAny(Signs);

    /// <summary>From a fence that shows what comes back.</summary>
    public static Expectation OfOutput(string text, string language, int line) =>
        new(language is "json" or "jsonc" || text.AsSpan().TrimStart() is ['{' or '[', ..] ? ExpectationKind.Json : ExpectationKind.Output, text.Trim('\n'), line);

    /// <summary>Whether a line announces output: "**Expected Response:**", "Output:", "You should see:".</summary>
    public static bool Announces(string line) => Announcement().IsMatch(line);

    /// <summary>The words after "Expected:", "**Expected output**:", "You should see" and the like; null where the line is no such thing.</summary>
    public static string? Stated(string line) =>
        Statement().Match(line) is { Success: true } match ? line[match.Length..].Trim()
        : Sight().Match(line) is { Success: true } sight && !Pointer().IsMatch(line[sight.Length..]) ? line[sight.Length..].Trim()
        : Demand().IsMatch(line) ? line.Trim() : null;

    /// <summary>Whether a sentence before a command tells how it shall end: "This must fail:", "The following should return 0:".</summary>
    public static bool Foretells(string sentence) => sentence.Length <= 160 && Beforehand().IsMatch(sentence);

    /// <summary>Without the words that only name the command.</summary>
    public static string Foretold(string sentence) => Beforehand().Match(sentence) is { Success: true } match ? sentence[match.Groups["demand"].Index..].TrimEnd(':', ' ') : sentence;

    [GeneratedRegex(@"^(?:the\s)?(?:(?:expected|example|sample|typical)\s(?:output|response|results?|answer)|expected|output|response|result|(?:you\s)?should\s(?:now\s)?(?:see|return|look like|show|print|get).{0,80}|(?:it\s)?(?:returns|prints|answers))\s?(?:is|like this|looks like|similar to)?\s?:?$", RegexOptions.IgnoreCase)]
    private static partial Regex Announcement();

    [GeneratedRegex(@"^(?:the\s)?expected(?:\s(?:output|response|results?|answer|value|status))?\s?(?::|\bis\b)\s?(?=\S)", RegexOptions.IgnoreCase)]
    private static partial Regex Statement();

    [GeneratedRegex(@"^you\s(?:should|will)\s(?:now\s|then\s)?(?:see|get)\s(?:that\s|only\s)?(?=\S)", RegexOptions.IgnoreCase)]
    private static partial Regex Sight();

    [GeneratedRegex(@"^(?:an?\s|the\s|some\s)?(?:output|results?|responses?|something|following|lines?|logs?|messages?|entries)\b.{0,60}(?:similar|like|following|below|this)?\s?(?:to|this)?:?$", RegexOptions.IgnoreCase)]
    private static partial Regex Pointer();

    [GeneratedRegex(@"^(?:(?:this|it|the (?:command|output|result|response|answer|count|value|query|request|status|connection))\s)?(?:should|must)\s(?:now\s|then\s|always\s|not\s)?(?:be|return|print|show|fail|contain|report|answer|say|succeed|exceed|include|connect|respond)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Demand();

    [GeneratedRegex(@"^(?:this|it|the (?:command|query|request|count|output|result|connection)|(?:the )?following(?: \w+)?)\s(?<demand>(?:should|must)\s(?:now\s|not\s)?(?:be|return|print|show|fail|contain|report|answer|succeed|time|exceed)\b.{0,100}?):?$", RegexOptions.IgnoreCase)]
    private static partial Regex Beforehand();
}
