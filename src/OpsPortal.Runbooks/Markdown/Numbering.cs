using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Markdown;

internal static partial class Numbering
{
    /// <summary>"2. Drain the node", "2) …" and "Step 2: …" without their number; a text that is nothing else stays.</summary>
    public static string Without(string text)
    {
        var rest = text[Number().Match(text).Length..];
        return rest.Length == 0 ? text : rest;
    }

    [GeneratedRegex(@"^\s*(?:(?:step|phase|part)\s{1,3})?\d{1,3}(?:\.\d{1,3}){0,4}\s?[.):–-]\s{0,3}", RegexOptions.IgnoreCase)]
    private static partial Regex Number();
}
