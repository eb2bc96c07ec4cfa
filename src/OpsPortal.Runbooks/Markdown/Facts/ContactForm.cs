using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Markdown.Facts;

/// <summary>A line that says who is reached where: "On-call: +49 30 1234567", "Escalate to the database team (Slack #dba)", "Duty manager – duty@shop.test".</summary>
internal static partial class ContactForm
{
    /// <summary>Nobody writes a longer one; a paragraph that names a channel somewhere is none.</summary>
    private const int Longest = 300;

    /// <summary>Whether a heading promises contacts, though its section may hold other things as well.</summary>
    public static bool Announced(string? heading) => heading is not null && Announcing().IsMatch(heading);

    /// <param name="text">Markdown, without the mark of a list.</param>
    /// <returns>Null unless it tells where somebody is reached, if only by a place for it.</returns>
    public static (string Role, string Detail)? Of(string text)
    {
        if (text.Length > Longest || SeverityRules.Defines(text)) return null;
        if (NameAndValue.Of(text) is var (role, detail)) return role.Length > 0 && IsReach(detail) ? (role, detail) : null;
        return Asking(text) ?? (Beside().Match(text) is { Success: true } beside ? Found(beside) : null);
    }

    /// <summary>"Escalate to X (Slack #y)", "Call X at +49 30 1234567".</summary>
    public static (string Role, string Detail)? Asking(string text) =>
        text.Length <= Longest && Request().Match(text) is { Success: true } request ? Found(request) : null;

    public static bool IsReach(string detail) => Reach().IsMatch(detail);

    private static (string Role, string Detail)? Found(Match match) =>
        InlineText.Plain(match.Groups["role"].Value) is { Length: > 0 } role && match.Groups["detail"].Value is var detail && IsReach(detail) ? (role, detail) : null;

    [GeneratedRegex(@"\b(?:emergenc(?:y|ies)|on[- ]?call|whom? to (?:call|ask|page|reach|tell)|(?:get|getting|ask(?:ing)? for) help|support)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Announcing();

    [GeneratedRegex(@"^(?:then\s+)?(?:escalate\s+to|call|phone|page|contact|ping|notify|reach|e-?mail|message|ask)\s+(?:the\s+)?(?<role>[^()]{1,60}?)\s*(?:\((?<detail>[^()]{1,200})\)|(?:\s(?:at|on|via|in|by|through)|:|\s[-–—])\s+(?<detail>.{1,200}?))\s*[.;]?$", RegexOptions.IgnoreCase)]
    private static partial Regex Request();

    [GeneratedRegex(@"^(?<role>[^():]{1,60}?)(?:\s+[-–—]\s+(?<detail>.{1,200})|\s*\((?<detail>[^()]{1,200})\))\s*$")]
    private static partial Regex Beside();

    // an address, a channel, a number (or a place for one), a page to be opened, or the name of what pages people
    [GeneratedRegex(@"[\w.+-]@[\w-]|(?<![\w#])#[a-z]|(?<!\S)@[a-z]|(?:https?|mailto|tel|slack):|\+\d[\dXx()]*(?:[-./ ]{1,2}[\dXx()]+)+|(?<![\w.-])(?!\d{4}-\d\d-\d\d)[\dXx(][\dXx()]*(?:[-/ ]{1,2}[\dXx()]{2,}){2,}|(?<![\w.-])\d{6,15}(?!\w)|\b(?:slack|pager ?duty|opsgenie|teams channel|hotline|phone|pager|ext(?:ension|\.)? ?\d{2,6})\b", RegexOptions.IgnoreCase)]
    private static partial Regex Reach();
}
