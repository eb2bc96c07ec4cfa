using System.Collections.Frozen;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Markdown.Steps;

/// <summary>What a sentence asks a person to risk. Only a sentence that begins by looking at something counts as a read.</summary>
internal static class ManualRisk
{
    private static readonly FrozenSet<string> Looking = "check review verify monitor identify assess acknowledge open notify note observe inspect confirm look read watch investigate gather document ensure compare record find determine evaluate test wait page define decide post announce communicate report schedule escalate ask login log"
        .Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static Risk Of(string sentence)
    {
        var text = sentence.AsSpan().TrimStart();
        var end = text.IndexOfAny(" :,.-");
        return Looking.Contains((end < 0 ? text : text[..end]).ToString()) ? Risk.Read : Risk.Change;
    }
}
