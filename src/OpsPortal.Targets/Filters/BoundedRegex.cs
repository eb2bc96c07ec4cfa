using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Filters;

/// <summary>Regular expressions that cannot take for ever.</summary>
internal static class BoundedRegex
{
    /// <exception cref="ArgumentException">The expression is wrong.</exception>
    public static Regex Build(string expression, RegexOptions options, TimeSpan limit)
    {
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
