using System.Text;
using OpsPortal.Runbooks.Compiling.Filters.SedLanguage;

namespace OpsPortal.Targets.Filters.SedLanguage;

/// <summary>The right side of <c>s</c>, with GNU's changes between capitals and small letters.</summary>
internal static class SedReplacement
{
    public static void Append(StringBuilder result, IReadOnlyList<SedPart> parts, TextMatch match)
    {
        var all = SedPartKind.EndCase;
        SedPartKind? once = null;
        foreach (var part in parts)
            switch (part.Kind)
            {
                case SedPartKind.Text or SedPartKind.Group:
                    var text = part.Kind == SedPartKind.Text ? part.Text : match.Group(part.Group);
                    if (text.Length == 0) break;
                    text = all == SedPartKind.Upper ? text.ToUpperInvariant() : all == SedPartKind.Lower ? text.ToLowerInvariant() : text;
                    if (once is { } next) text = (next == SedPartKind.UpperNext ? char.ToUpperInvariant(text[0]) : char.ToLowerInvariant(text[0])) + text[1..];
                    once = null;
                    result.Append(text);
                    break;
                case SedPartKind.UpperNext or SedPartKind.LowerNext: once = part.Kind; break;
                default: all = part.Kind; break;
            }
    }
}
