using System.Text;
using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Markdown;

/// <summary>
/// A fence whose end was forgotten swallows what follows, up to the next fence or the end of the document.
/// It is closed at the blank line after which the document evidently goes on. Lines keep their numbers.
/// </summary>
internal static partial class FenceRepair
{
    public static (string Text, IReadOnlyList<Diagnostic> Diagnostics) Close(string text)
    {
        if (!text.Contains("```", StringComparison.Ordinal) && !text.Contains("~~~", StringComparison.Ordinal)) return (text, []);
        List<Diagnostic> diagnostics = [];
        List<(int Offset, string Fence)> closings = [];
        Open? open = null;
        int line = 0, start = 0;
        while (start < text.Length)
        {
            line++;
            var end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            var content = text.AsSpan(start, end - start);
            var fence = Fence.Of(content);
            if (open is null)
            {
                if (fence is { } opener) open = new(opener, line);
            }
            else if (fence is { } other && open.Fence.IsClosedBy(other)) open = null;
            else if (fence is { Info.Length: > 0 } next && next.Mark == open.Fence.Mark && next.Length >= open.Fence.Length && open.ProseFrom is { } prose)
            {
                Cut(open, prose);
                open = new(next, line);
            }
            else open.Take(content, start);
            start = end + 1;
        }
        if (open is not null && open.HeadingFrom is { } heading) Cut(open, heading);
        else if (open is not null) Notice(open);
        return (Insert(text, closings), diagnostics);

        void Cut(Open fence, int offset)
        {
            closings.Add((offset, fence.Fence.Indentation + new string(fence.Fence.Mark, fence.Fence.Length)));
            Notice(fence);
        }

        void Notice(Open fence) => diagnostics.Add(new(DiagnosticSeverity.Warning, DiagnosticCodes.UnclosedFence,
            "This fence is never closed. Close it with a line of the same characters, so that it is certain where its commands end.",
            fence.Line, fence.Fence.Indentation.Length + 1));
    }

    private static string Insert(string text, List<(int Offset, string Fence)> closings)
    {
        if (closings.Count == 0) return text;
        var result = new StringBuilder(text.Length + closings.Count * 8);
        var at = 0;
        foreach (var (offset, fence) in closings)
        {
            result.Append(text, at, offset - at).Append(fence);
            at = offset;
        }
        return result.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>A fence that is open, and the blank lines inside it after which prose or a heading begins.</summary>
    private sealed class Open(Fence fence, int line)
    {
        private int? blank;

        public Fence Fence => fence;
        public int Line => line;
        public int? HeadingFrom { get; private set; }
        public int? ProseFrom { get; private set; }

        public void Take(ReadOnlySpan<char> content, int offset)
        {
            if (content.IsWhiteSpace())
            {
                blank ??= offset;
                return;
            }
            if (blank is not null && Heading().IsMatch(content)) HeadingFrom ??= blank;
            if (blank is not null && Prose().IsMatch(content) && !Programs.BeginsCommand(content)) ProseFrom ??= blank;
            blank = null;
        }
    }

    private readonly record struct Fence(string Indentation, char Mark, int Length, string Info)
    {
        public static Fence? Of(ReadOnlySpan<char> line)
        {
            var indentation = line.IndexOfAnyExcept(' ', '\t');
            if (indentation < 0 || line[indentation] is not ('`' or '~')) return null;
            var mark = line[indentation];
            var rest = line[indentation..];
            var length = rest.IndexOfAnyExcept(mark);
            if (length < 0) length = rest.Length;
            var info = rest[length..].Trim();
            return length < 3 || (mark == '`' && info.Contains('`')) ? null : new(line[..indentation].ToString(), mark, length, info.ToString());
        }

        public bool IsClosedBy(Fence other) => other.Mark == Mark && other.Length >= Length && other.Info.Length == 0;
    }

    [GeneratedRegex("^#{2,6} ")]
    private static partial Regex Heading();

    // a sentence, a heading, something bold, or a list
    [GeneratedRegex(@"^(?:#{2,6} |\*\*\S|[-*] \S|\d{1,3}\. \S|[A-Z][a-z']* ?[a-z]* [a-z].*|```|~~~)")]
    private static partial Regex Prose();
}
