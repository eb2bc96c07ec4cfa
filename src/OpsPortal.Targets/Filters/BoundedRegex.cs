using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Filters;

/// <summary>Regular expressions that cannot take for ever.</summary>
internal static class BoundedRegex
{
    /// <summary>Characters; what is longer takes longer to prepare than anybody waits.</summary>
    public const int Longest = 3_000;

    private const int MostForeign = 12;

    /// <exception cref="ArgumentException">The expression is wrong, or too long.</exception>
    public static Regex Build(string expression, RegexOptions options, TimeSpan limit)
    {
        if (expression.Length > Longest) throw new ArgumentException($"it is longer than {Longest:N0} characters.");
        // The engine that never goes back tells all characters apart beforehand, which takes it a while where they are many and foreign.
        if (expression.Distinct().Count(c => !char.IsAscii(c)) > MostForeign) return new Regex(expression, options, limit);
        try
        {
            return new Regex(expression, options | RegexOptions.NonBacktracking, limit);
        }
        catch (NotSupportedException)
        {
            // Back-references and looking around need the other engine; the limit keeps it in bounds.
            return new Regex(expression, options, limit);
        }
    }
}
