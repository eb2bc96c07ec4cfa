namespace OpsPortal.Runbooks.Markdown;

/// <summary>A bold beginning: <c>**Diagnosis:**</c>, <c>**P1 (Critical)**: Service down</c>.</summary>
/// <param name="Text">Plain, without colon.</param>
/// <param name="Rest">What follows it, without the colon or dash between.</param>
internal sealed record Label(string Text, string Rest)
{
    public bool Alone => Rest.Length == 0;

    public static Label? Of(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length < 5 || !(trimmed.StartsWith("**") || trimmed.StartsWith("__"))) return null;
        var close = trimmed[2..].IndexOf(trimmed[..2]);
        if (close <= 0 || trimmed[2..(close + 2)].Contains('\n')) return null;
        var label = InlineText.Plain(trimmed[2..(close + 2)].ToString()).TrimEnd(':', ' ');
        var rest = trimmed[(close + 4)..].TrimStart("*_: -–—").Trim();
        return label.Length == 0 ? null : new(label, rest.ToString());
    }
}
