using OpsPortal.Runbooks;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Markdown;

public sealed class TextTests
{
    [Fact]
    public void Byte_order_mark_and_windows_line_ends_change_nothing_but_the_hash()
    {
        var plain = RunbookCompiler.Compile("# T\n\n```bash\nkubectl get pods\n```\n");
        var windows = RunbookCompiler.Compile("\uFEFF# T\r\n\r\n```bash\r\nkubectl get pods\r\n```\r\n");
        Assert.Equal(plain.Title, windows.Title);
        Assert.Equal(plain.Steps.Select(s => (s.Id, s.Line, s.Source)), windows.Steps.Select(s => (s.Id, s.Line, s.Source)));
        Assert.NotEqual(plain.Hash, windows.Hash);
    }

    [Theory]
    [InlineData("# T\0\n\n1. Wait\n", "RB0002")]
    [InlineData("# T\n\nCaf\uFFFD\n", "RB0003")]
    [InlineData("# T\n\nCaf\uD800\n", "RB0003")]
    [InlineData("# T\n\n\uE000pod\uE001\n", "RB0004")]
    [InlineData("# T\n", "RB0008")]
    public void What_is_wrong_with_the_text_is_said(string text, string code) =>
        Assert.Contains(RunbookCompiler.Compile(text).Diagnostics, d => d.Code == code);

    [Fact]
    public void Reserved_characters_are_gone() =>
        Assert.Equal("ab", RunbookCompiler.Compile("# a\uE000\uE001b").Title);

    [Fact]
    public void A_document_over_a_mebibyte_is_refused_with_the_limit()
    {
        var runbook = RunbookCompiler.Compile("1. Wait\n" + new string('é', 600_000));
        Assert.Empty(runbook.Steps);
        Assert.Contains("1 MiB", Assert.Single(runbook.Diagnostics).Message);
    }
}
