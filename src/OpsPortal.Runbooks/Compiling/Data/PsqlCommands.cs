using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Compiling.Data;

/// <summary>The commands of psql's own (<c>\dt</c>) that are carried out.</summary>
internal static partial class PsqlCommands
{
    private static readonly HashSet<string> Known = ["\\d", "\\dt", "\\dv", "\\dm", "\\ds", "\\di", "\\dn", "\\du", "\\dg", "\\dx", "\\df", "\\l", "\\list", "\\conninfo", "\\x", "\\timing", "\\q", "\\encoding", "\\echo", "\\pset", "\\a", "\\t"];

    // behind a statement
    [GeneratedRegex(@"\\(?!watch\b|gx?\b)(?>[A-Za-z!?]+)(?>\s*)\S*\s*$")]
    private static partial Regex OtherEnding();

    [GeneratedRegex(@"^\\(?:[A-Za-z?!]+)")]
    private static partial Regex Name();

    /// <summary>Why a text behind <c>-c</c> is not carried out; null where it is.</summary>
    public static string? Refusal(string command)
    {
        var text = command.TrimStart();
        if (!text.StartsWith('\\')) return null;
        var name = Name().Match(text).Value;
        return name.Length > 0 && Known.Contains(name) ? null : $"the command {(name.Length > 0 ? name : text.Split(' ')[0])} of psql is not yet understood";
    }

    /// <summary>As <see cref="Refusal"/>, for a line typed at a prompt, where a statement may end in one.</summary>
    public static string? RefusalAtPrompt(string text) =>
        text.TrimStart().StartsWith('\\') || OtherEnding().Match(text, Tail(text)) is not { Success: true } ending || InQuotes(text, ending.Index) ? Refusal(text)
            : $"the command {ending.Value.Trim().Split(' ')[0]} of psql is not yet understood";

    /// <summary>Where the last command can begin at the earliest: with a name that ends the last word but one, or in the last word.</summary>
    private static int Tail(string text)
    {
        var end = WordEnd(text, text.Length);
        var last = WordStart(text, end);
        var before = WordEnd(text, last);
        var backslash = text.AsSpan(0, before).LastIndexOf('\\');
        return backslash >= WordStart(text, before) ? backslash : last;
    }

    private static int WordEnd(string text, int end)
    {
        while (end > 0 && char.IsWhiteSpace(text[end - 1])) end--;
        return end;
    }

    private static int WordStart(string text, int end)
    {
        while (end > 0 && !char.IsWhiteSpace(text[end - 1])) end--;
        return end;
    }

    private static bool InQuotes(string text, int at) => text.AsSpan(0, at).Count('\'') % 2 == 1;
}
