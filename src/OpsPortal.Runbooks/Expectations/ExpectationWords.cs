using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Expectations.Judging;

namespace OpsPortal.Runbooks.Expectations;

/// <summary>How the words of an expectation can be compared. What is not unmistakable is left to a person.</summary>
internal static partial class ExpectationWords
{
    public static string Kind(string words)
    {
        if (words.Contains('\n')) return IsJson(words) ? ExpectationKind.Json : ExpectationKind.Output;
        return Failure().IsMatch(words) ? ExpectationKind.Fails
            : AllRunning().IsMatch(words) ? ExpectationKind.AllRunning
            : IsJson(words) ? ExpectationKind.Json
            : NumberCondition.Parse(words) is not null ? ExpectationKind.Number
            : FieldJudge.Parse(words) is not null ? ExpectationKind.Field
            : Growth().IsMatch(words) ? ExpectationKind.Increases
            : Nothing().IsMatch(words) ? ExpectationKind.None
            : Literal().IsMatch(words) ? ExpectationKind.Contains
            : State().IsMatch(words) && !Negation().IsMatch(words) ? ExpectationKind.State
            : ExpectationKind.Text;
    }

    private static bool IsJson(string words) => words.Trim() is ['{', .., '}'] or ['[', .., ']'] && JsonText.Parse(words) is not null;

    [GeneratedRegex(@"\b(?:should|must|expected to|will)\s+(?:fail|be (?:refused|denied|blocked|rejected|forbidden)|time ?out|not (?:work|succeed|connect|respond|be (?:reachable|accessible|able to)))|^(?:fails?|failure|refused|denied|forbidden|blocked|time ?out|timed out)\b|connection (?:refused|timed out|times out|reset)|(?:permission|access) denied|\b40[13]\s+(?:forbidden|unauthorized)", RegexOptions.IgnoreCase)]
    private static partial Regex Failure();

    [GeneratedRegex(@"\b(?:all|every|each)\s+(?:[\w-]+\s+){0,2}?(?:pods?|containers?|replicas|services?|nodes?)\s+(?:(?:are|is|should be|must be|in|to be|show)\s+)?(?:status\s+)?[""'`]?(?:running|ready|up and running|up)\b|^all\s+(?:are\s+|should be\s+)?(?:running|ready|up)\.?$|^pods?\s+(?:(?:are|is|should be|in)\s+)?[""'`]?(?:running|ready)(?:\s+(?:state|status))?\.?$", RegexOptions.IgnoreCase)]
    private static partial Regex AllRunning();

    [GeneratedRegex(@"^(?:an?\s+|the\s+)?(?:[\w`-]+\s+){0,3}?(?:(?:should|must)\s+)?(?:be\s+|keep\s+)?(?:steadily\s+|slowly\s+|constantly\s+)?(?:increas(?:e|es|ing)|grow(?:s|ing)?|ris(?:e|es|ing)|decreas(?:e|es|ing)|fall(?:s|ing)|go(?:es|ing)? (?:up|down))(?:\s+(?:over time|counters?|values?|numbers?|steadily|constantly|with each (?:call|run|request)))?\.?$", RegexOptions.IgnoreCase)]
    private static partial Regex Growth();

    [GeneratedRegex(@"^(?:(?:it|output|result|this|list|response|the \w+)\s+)?(?:(?:should|must)\s+(?:be|return|show|print|have|list)\s+|is\s+|be\s+|are\s+)?(?:none|nothing|empty|an empty \w+|no\s+[\w/ -]{1,60})(?:\s*\(.*\))?\.?$", RegexOptions.IgnoreCase)]
    private static partial Regex Nothing();

    [GeneratedRegex("\"[^\"]+\"|`[^`]+`|(?<!\\w)'[^']+'(?!\\w)|^(?:(?:should|must)\\s+(?:return|print|show|say|answer)\\s+|(?:returns|prints|shows|answers)\\s+)?[A-Z]{2,}\\.?$")]
    private static partial Regex Literal();

    [GeneratedRegex(@"^(?:[\w'/-]+\s+){0,6}?(?:" + StateWords.Good + @")(?:\s+and\s+(?:" + StateWords.Good + @"))?(?:\s+(?:state|status))?(?:\s*\(.*\))?\.?$", RegexOptions.IgnoreCase)]
    private static partial Regex State();

    [GeneratedRegex(@"\b(?:not|no|never|none|without|un\w+|cannot|or)\b|n't\b|\b(?:un|non-)(?:healthy|ready|available)", RegexOptions.IgnoreCase)]
    private static partial Regex Negation();
}
