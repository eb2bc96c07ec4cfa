using System.Text;

namespace OpsPortal;

/// <summary>Names in addresses: lower-case letters, digits and single hyphens, at most 80 characters.</summary>
public static class Slug
{
    public const int MaxLength = 80;

    /// <summary>The nearest slug; empty where nothing of the text can be one.</summary>
    public static string From(string text)
    {
        var slug = new StringBuilder();
        foreach (var c in text.ToLowerInvariant())
        {
            if (slug.Length == MaxLength) break;
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        return slug.ToString().Trim('-');
    }

    public static bool IsValid(string text) => text.Length > 0 && From(text) == text;
}
