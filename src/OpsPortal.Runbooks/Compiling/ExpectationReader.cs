using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Expectations;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>What a comment says to expect, and how that can be checked.</summary>
public static partial class ExpectationReader
{
    [GeneratedRegex(@"^(?:expect(?:ed|s)?|output|returns?)(?:\s+(?:output|results?|response|values?|status))?\s*(?::|=|-(?!\w)|$)\s*", RegexOptions.IgnoreCase)]
    private static partial Regex Label();

    [GeneratedRegex(@"^(?:(?:this|it|that|output|result|response|value|count|status)\s+)?(?:should|must)\b|^expect(?:ed|s)?\b", RegexOptions.IgnoreCase)]
    private static partial Regex Demand();

    [GeneratedRegex(@"\b(?:should|must|expected to|will)\s+(?:fail|be (?:refused|denied|blocked|rejected)|time ?out|not (?:work|succeed|connect|respond))|^(?:fails?|failure)\b|connection (?:refused|timed out)", RegexOptions.IgnoreCase)]
    private static partial Regex Failure();

    [GeneratedRegex(@"\ball\s+(?:[\w-]+\s+){0,2}?(?:pods?|containers?|replicas|services?)\s+(?:(?:are|is|should be|must be|in)\s+)?(?:running|ready)\b", RegexOptions.IgnoreCase)]
    private static partial Regex AllRunning();

    [GeneratedRegex(@"^(?:(?:should|must)\s+be\s+|is\s+|be\s+)?(?:at (?:least|most)|(?:less|more|greater|fewer|lower|higher) than|under|below|above|over|exactly|about|around)?\s*(?:<=|>=|==|[<>=≤≥~≈])?\s*\d[\d,.]*\s*(?:%|[a-zµ]{1,3}(?:/s)?|seconds?|minutes?|hours?|rows?)?\s*(?:\(.*\))?\.?$", RegexOptions.IgnoreCase)]
    private static partial Regex Number();

    [GeneratedRegex("[\"`'][^\"`']+[\"`']|\\b(?:contains?|includes?|shows?)\\s+\\S|^[A-Z]{2,}$")]
    private static partial Regex Literal();

    /// <summary>Whether a comment tells what to expect rather than what to do.</summary>
    public static bool Tells(string comment) => Label().IsMatch(comment) || Demand().IsMatch(comment);

    /// <summary>The expectation in a comment that <see cref="Tells"/>, or in any sentence that says what a person looks for.</summary>
    public static Expectation Read(string comment, int line)
    {
        var words = Label().Replace(comment, "", 1).Trim();
        return new(Kind(words), words, line);
    }

    private static string Kind(string words) =>
        Failure().IsMatch(words) ? "fails"
        : AllRunning().IsMatch(words) ? "allRunning"
        : Number().IsMatch(words) ? "number"
        : words is ['{', .., '}'] or ['[', .., ']'] ? "json"
        : Literal().IsMatch(words) ? "contains"
        : "text";
}
