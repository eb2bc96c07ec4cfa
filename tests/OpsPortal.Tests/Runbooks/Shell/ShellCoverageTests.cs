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

    [Fact]
    public void The_same_over_and_over_is_covered()
    {
        foreach (var piece in Pieces)
            foreach (var text in new[] { Repeated(piece, 4_000), Repeated(piece + "\n", 4_000), Repeated($"x{piece} y\n", 4_000) })
                Assert.True(Uncovered(text) is null, $"\"{piece}\" again and again: {Uncovered(text)}");
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
