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

    /// <summary>Whether a comment tells what to expect rather than what to do.</summary>
    public static bool Tells(string comment) => Label().IsMatch(comment) || Demand().IsMatch(comment);

    /// <summary>The expectation in a comment that <see cref="Tells"/>, or in any sentence that says what a person looks for.</summary>
    public static Expectation Read(string comment, int line)
    {
        var words = Label().Replace(comment, "", 1).Trim();
        return new(ExpectationWords.Kind(words), words, line);
    }
}
