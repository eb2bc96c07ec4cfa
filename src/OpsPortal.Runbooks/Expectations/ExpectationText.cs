using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Expectations;

/// <summary>How running text announces what to expect of the step above it.</summary>
public static partial class ExpectationText
{
    /// <summary>From a fence that shows what comes back.</summary>
    public static Expectation OfOutput(string text, string language, int line) =>
        new(language is "json" or "jsonc" || text.AsSpan().TrimStart() is ['{' or '[', ..] ? "json" : "text", text.Trim('\n'), line);

    /// <summary>Whether a line announces output: "**Expected Response:**", "Output:", "You should see:".</summary>
    public static bool Announces(string line) => Announcement().IsMatch(line);

    /// <summary>The words after "Expected:", "**Expected output**:" and the like; null where the line is no such thing.</summary>
    public static string? Stated(string line) => Statement().Match(line) is { Success: true } match ? line[match.Length..].Trim() : null;

    [GeneratedRegex(@"^(?:the\s)?(?:(?:expected|example|sample|typical)\s(?:output|response|results?|answer)|expected|output|response|result|(?:you\s)?should\s(?:see|return|look like|show|print).{0,80}|(?:it\s)?(?:returns|prints|answers))\s?(?:is|like this|looks like|similar to)?\s?:?$", RegexOptions.IgnoreCase)]
    private static partial Regex Announcement();

    [GeneratedRegex(@"^expected(?:\s(?:output|response|results?|answer))?\s?:\s?(?=\S)", RegexOptions.IgnoreCase)]
    private static partial Regex Statement();
}
