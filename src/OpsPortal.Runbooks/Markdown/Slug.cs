using System.Text;

namespace OpsPortal.Runbooks.Markdown;

/// <summary>A heading as part of an address.</summary>
internal static class Slug
{
    private const int Longest = 60;

    /// <summary>Lower-case words joined by hyphens. The heading's own number is left out, so that a step put in before it changes nothing.</summary>
    public static string Of(string heading)
    {
        var slug = new StringBuilder();
        foreach (var c in Numbering.Without(Decoration.Without(heading)))
        {
            if (slug.Length == Longest) break;
            if (char.IsLetterOrDigit(c)) slug.Append(char.ToLowerInvariant(c));
            else if (c is not ('\'' or '’') && slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        var trimmed = slug.ToString().Trim('-');
        return trimmed.Length == 0 ? "section" : trimmed;
    }
}
