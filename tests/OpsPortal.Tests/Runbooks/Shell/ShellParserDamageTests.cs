using OpsPortal.Runbooks.Shell;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Shell;

public class ShellParserDamageTests
{
    [Theory]
    [InlineData("a\nb 'c\nd", "[a] // unparsed // [d]")]
    [InlineData("a\nb \"c\nd", "[a] // unparsed // [d]")]
    [InlineData("a\nb `c\nd", "[a] // unparsed // [d]")]
    [InlineData("a\nb $(c\nd", "[a] // unparsed // [d]")]
    [InlineData("a\nb )\nd", "[a] // unparsed // [d]")]
    [InlineData("a\n) b; c\nd", "[a] // unparsed // [d]")]
    [InlineData("a\ndone\nd", "[a] // unparsed // [d]")]
    [InlineData("a\nfor x in y; do\nd", "[a] // unparsed // [d]")]
    [InlineData("a\nb <<EOF\nd", "[a] // unparsed // [d]")]
    [InlineData("a\nb |\n", "[a] // unparsed")]
    [InlineData("a\nb (c)\nd", "[a] // unparsed // [d]")]
    [InlineData("a\nb && \\\n  'c\nd", "[a] // unparsed // [d]")]
    [InlineData("don't do this\nb 'c'\nd", "unparsed // [b] [c] // [d]")]
    public void One_bad_line_never_spoils_its_neighbours(string text, string expected) => Assert.Equal(expected, ShellText.Show(text));

    [Theory]
    [InlineData("a 'b", "a single quote is not closed")]
    [InlineData("a \"b", "a double quote is not closed")]
    [InlineData("fi", "\"fi\" has no beginning")]
    [InlineData("if a; then b", "\"fi\" is missing")]
    [InlineData("a <<END\nb", "the here-document has no line \"END\" that ends it")]
    [InlineData("a >", "\">\" names no file")]
    public void A_bad_line_says_what_is_wrong(string text, string reason) => Assert.Equal(reason, Assert.IsType<Unparsed>(ShellParser.Parse(text)[0]).Reason);

    [Theory]
    [InlineData("a $(")]
    [InlineData("(")]
    [InlineData("{ ")]
    [InlineData("if ")]
    [InlineData("a \"$(")]
    public void Deep_nesting_is_refused_rather_than_followed(string opening) =>
        Assert.IsType<Unparsed>(Assert.Single(ShellParser.Parse(string.Concat(Enumerable.Repeat(opening, 100_000)))));
}
