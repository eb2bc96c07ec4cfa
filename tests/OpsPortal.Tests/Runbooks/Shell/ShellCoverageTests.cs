using System.Diagnostics;
using System.Text;
using OpsPortal.Runbooks.Shell;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Shell;

/// <summary>Whatever the text, the statements cover every character that is neither blank nor comment, and each once.</summary>
public class ShellCoverageTests
{
    private static readonly string[] Pieces =
    [
        "'", "\"", "`", "$(", "$((", "${", "(", ")", "{ ", "}", "<<E\n", "<<", "|", "&&", ";", "\n", "\\\n", "\\", "for x in ", "if ", "while ", "case x in ", "do ", "done", "fi", "esac", ";;",
        "a", " ", "#", "# c\n", "<x>", ">", "<", "[[ ", "]]", "f() ", "$'", "\r\n", "X=(", "é", "\uE000", "\0", "2>&1",
    ];

    public static IEnumerable<object[]> Fences() => TestDocuments.Fences().Select(f => new object[] { f.Place, f.Text });

    [Theory]
    [MemberData(nameof(Fences))]
    public void Every_fence_is_covered(string place, string text) => Assert.True(Uncovered(text) is null, $"{place}: {Uncovered(text)}");

    [Fact]
    public void Garbage_is_covered()
    {
        var random = new Random(20261121);
        for (var i = 0; i < 5_000; i++)
        {
            var text = Garbage(random, random.Next(1, 40));
            Assert.True(Uncovered(text) is null, $"{Uncovered(text)} in {text}");
        }
    }

    /// <summary>Compared with an innocent text of the same length, so that a slow machine does not matter.</summary>
    [Fact]
    public void No_garbage_takes_more_than_its_length_asks_for()
    {
        const int length = 1 << 16;
        Measure(Repeated("echo hello\n", length));
        var plain = Measure(Repeated("echo hello\n", length));
        foreach (var piece in Pieces)
            foreach (var text in new[] { Repeated(piece, length), Repeated(piece + "\n", length), Repeated($"x{piece} y\n", length) })
                Assert.True(Measure(text) is var taken && taken < (plain + TimeSpan.FromMilliseconds(50)) * 20, $"\"{piece}\" takes {taken}, plain text {plain}");
    }

    private static TimeSpan Measure(string text)
    {
        var started = Stopwatch.GetTimestamp();
        ShellParser.Parse(text);
        return Stopwatch.GetElapsedTime(started);
    }

    private static string Repeated(string piece, int length) => new StringBuilder().Insert(0, piece, length / piece.Length).ToString();

    private static string Garbage(Random random, int pieces) => string.Concat(Enumerable.Range(0, pieces).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static string? Uncovered(string text)
    {
        var last = 0;
        foreach (var statement in ShellParser.Parse(text))
        {
            if (statement.Start < last || statement.End <= statement.Start || statement.End > text.Length) return $"span {statement.Start}..{statement.End} after {last}";
            if (!BlankOrComment(text, last, statement.Start)) return $"nothing covers \"{text[last..statement.Start]}\"";
            last = statement.End;
        }
        return BlankOrComment(text, last, text.Length) ? null : $"nothing covers \"{text[last..]}\"";
    }

    private static bool BlankOrComment(string text, int from, int to)
    {
        while (from < to)
            if (char.IsWhiteSpace(text[from])) from++;
            else if (text[from] != '#') return false;
            else while (from < text.Length && text[from] != '\n') from++;
        return from <= to || to == text.Length;
    }
}
