using OpsPortal.Frame;
using Xunit;

namespace OpsPortal.Tests.Frame;

public class MarkdownHtmlTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("before <img src=x onerror=alert(1)> after")]
    [InlineData("<div onclick=\"alert(1)\">\n\ntext\n\n</div>")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>")]
    [InlineData("<svg/onload=alert(1)>")]
    public void ShowsHtmlAsText(string markdown)
    {
        var html = MarkdownHtml.Of(markdown);
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("<img", html);
        Assert.DoesNotContain("<svg", html);
        Assert.DoesNotContain("<div", html);
        Assert.DoesNotContain("<a ", html);
        Assert.Contains("&lt;", html);
    }

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](  javascript:alert(1)  )")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[x](vbscript:x)")]
    [InlineData("[x](file:///etc/passwd)")]
    [InlineData("[x](//elsewhere.example)")]
    [InlineData("[x](\\\\elsewhere.example)")]
    [InlineData("[x](java&#115;cript:alert(1))")]
    [InlineData("[x][1]\n\n[1]: javascript:alert(1)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("<data:text/html,x>")]
    public void LinksOnlyWhereALinkMayGo(string markdown)
    {
        var html = MarkdownHtml.Of(markdown);
        Assert.DoesNotMatch("href=\"[^\"]+\"", html);
    }

    [Theory]
    [InlineData("[x](https://example.com/a)", "href=\"https://example.com/a\"")]
    [InlineData("[x](http://example.com)", "href=\"http://example.com\"")]
    [InlineData("[x](mailto:oncall@example.com)", "href=\"mailto:oncall@example.com\"")]
    [InlineData("[x](/runbooks/a)", "href=\"/runbooks/a\"")]
    [InlineData("[x](#section)", "href=\"#section\"")]
    [InlineData("[x](docs/a:b.md)", "href=\"docs/a:b.md\"")]
    [InlineData("[x](./docs/a:b.md)", "href=\"./docs/a:b.md\"")]
    public void KeepsLinksThatAreSafe(string markdown, string expected)
    {
        var html = MarkdownHtml.Of(markdown);
        Assert.Contains(expected, html);
    }

    [Fact]
    public void LinksToElsewhereTellNothingAboutThePortal() =>
        Assert.Contains("rel=\"noopener noreferrer\"", MarkdownHtml.Of("[x](https://example.com)"));

    [Fact]
    public void FetchesNoPicturesFromElsewhere()
    {
        var html = MarkdownHtml.Of("![the plan](https://example.com/pixel.png)");
        Assert.DoesNotContain("<img", html);
        Assert.Contains("the plan", html);
    }

    [Fact]
    public void RendersTables() => Assert.Contains("<td>P1</td>", MarkdownHtml.Of("| Alert | Severity |\n|---|---|\n| Down | P1 |"));

    [Theory]
    [InlineData("[", 100_000)]
    [InlineData("> ", 5_000)]
    [InlineData("*a ", 50_000)]
    public void TextThatNobodyMeantAsMarkdownIsShownAsWritten(string piece, int times)
    {
        var html = MarkdownHtml.Of(string.Concat(Enumerable.Repeat(piece, times)) + "<script>");
        Assert.StartsWith("<pre>", html);
        Assert.Contains("&lt;script&gt;", html);
    }
}
