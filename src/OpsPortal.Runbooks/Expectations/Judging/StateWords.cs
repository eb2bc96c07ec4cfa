using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary>What a line says of a state.</summary>
internal enum Tone { Silent, Good, Doubtful, Bad }

/// <summary>Words for being well, and all that takes them back: "unhealthy", "not ready", "0/3 ready", "will be ready".</summary>
internal static partial class StateWords
{
    /// <summary>Words that a text which only states a state ends with.</summary>
    public const string Good = @"healthy|ready|up|ok|okay|online|alive|live|running|active|available|reachable|connected|success|successful|successfully|succeeds?|succeeded|passes|passed|passing|works?|working|accepting connections|established|operational|green|pong";

    public static Tone Of(string line)
    {
        // what was counted and is none, and what is empty, takes nothing back
        var text = Harmless().Replace(line, " ");
        if (Denied().IsMatch(text) || Falling().Matches(text).Any(Falls)) return Tone.Bad;
        if (Doubt().IsMatch(text)) return Tone.Doubtful;
        return Positive().IsMatch(text) ? Tone.Good : Tone.Silent;
    }

    private static bool Falls(Match match) =>
        int.TryParse(match.Groups["a"].ValueSpan, out var some) && int.TryParse(match.Groups["b"].ValueSpan, out var all) && some < all;

    [GeneratedRegex(@"(?<![\w-])(?:" + Good + @"|true|enabled|complete|completed|valid)(?![\w-])", RegexOptions.IgnoreCase)]
    private static partial Regex Positive();

    [GeneratedRegex(@"\b(?:no|0|zero|without(?: any)?)\s+(?:[\w-]+\s+)?(?:errors?|failures?|warnings?|failed|problems?|issues?|exceptions?)\b|""?[\w-]*(?:errors?|failures?|failed|warnings?|exceptions?|unhealthy|down|degraded|restarts?)[\w-]*""?\s*[:=]\s*""?(?:0(?![\d.])|null|none|false|\[\s*\]|\{\s*\}|"""")|\berrors?:\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Harmless();

    [GeneratedRegex(@"\b(?:un|not[-_ ]?|non[-_ ]?|in|dis)(?:healthy|ready|available|ok|okay|successful|active|reachable|connected|operational|alive|up|running|accepting|established|working|online)\b"
        + @"|\b(?:not|isn'?t|aren'?t|wasn'?t|never|no longer|cannot|can'?t|couldn'?t|unable to)\s+(?:\w+\s+){0,2}?(?:" + Good + @"|connect|be reached)\b"
        + @"|\b(?:healthy|ready|up|ok|okay|alive|active|available|connected|running|online|success|successful|valid|enabled|status|state|health)""?\s*[:=]\s*""?(?:false|no|none|null|off|0(?![\d.])|down|error|fail(?:ed|ing|ure)?|critical|dead|stopped|offline|red)\b"
        + @"|\b(?:is|are|was|went|currently)\s+(?:down|offline|dead|stopped|broken|degraded|failing)\b|\bno\s+(?:response|connection|attempt|healthy|ready|available|active|running)\b|\brejecting\b|\bdegraded\b|CrashLoopBackOff|ImagePullBackOff|ErrImagePull|OOMKilled|\bfailed\b|\bfailing\b|\brefused\b|\btimed? ?out\b|ECONNREFUSED|ETIMEDOUT|\bfatal\b|\bpanic\b|\b5\d\d (?:internal|bad gateway|service|gateway)", RegexOptions.IgnoreCase)]
    private static partial Regex Denied();

    [GeneratedRegex(@"\berrors?\b|\bfail(?:s|ure|ures)?\b|\bwarn(?:ing|ings)?\b|\bexception\b|\bcritical\b|\btraceback\b|\bdown\b|\bfalse\b|\bpending\b|\bstarting\b|\binitiali[sz]ing\b|\bwarming\b|\bwaiting\b|\bwill\b|\buntil\b|\bunless\b|\bif\b|\bunknown\b|\balmost\b|\bpartial(?:ly)?\b|\bstopped\b|\bdead\b|\bterminating\b|\bretry(?:ing)?\b|\?|\bexpected\b|\bshould\b|\bbefore\b|\bwhether\b|\bonly\b|\bexcept\b|\bbut\b", RegexOptions.IgnoreCase)]
    private static partial Regex Doubt();

    [GeneratedRegex(@"(?<![\w./:-])(?<a>\d{1,6})\s*(?:/|\bof\b|\bout of\b)\s*(?<b>\d{1,6})(?![\w./:-])")]
    private static partial Regex Falling();
}
