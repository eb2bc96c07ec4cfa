using System.Text;
using System.Text.Json;
using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Reporting;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Golden;

/// <summary>No text makes the compiler throw, or overflow the stack; that none takes its time is for the fuzzer to measure.</summary>
public sealed class Garbage
{
    private static readonly string[] Pieces =
    [
        "# ", "## A\n", "\n\n", "\n", "- ", "1. ", "> ", "```", "```bash\n", "~~~", "`", "**", "__", "[", "](", ")", "|", "|---|\n", "- [ ] ", "<div>", "<script>",
        "kubectl get pods ", "$ ", "echo '", "\"", "\\\n", "<<EOF\n", "$(", "<pod>", "{x}", "P1 ", "**P2 (High)**: ", "Expected:", "\t", "    ", "\r\n", "\uE000", "\uE001",
        "\uD800", "😀", "ðŸ”´", "&amp;", "<!--", "-->", "===\n", "---\n", "15 minutes", "://a:b@c", "AKIA", "é", "\u001b[31m", "| alert | severity |\n", "for i in 1 2; do\n", "done\n",
    ];

    [Fact]
    public void Compiles_whatever_is_thrown_together()
    {
        var random = new Random(20261121);
        for (var round = 0; round < 400; round++)
        {
            var text = new StringBuilder();
            for (var i = random.Next(1, 200); i > 0; i--) text.Append(Pieces[random.Next(Pieces.Length)]);
            Sound(text.ToString());
        }
    }

    [Fact]
    public void Compiles_random_characters()
    {
        var random = new Random(7);
        for (var round = 0; round < 100; round++)
            Sound(string.Create(random.Next(2000), random, static (span, r) =>
            {
                foreach (ref var c in span) c = r.Next(4) == 0 ? (char)r.Next(0x10000) : (char)r.Next(1, 0x80);
            }));
    }

    [Fact]
    public void Compiles_every_beginning_of_a_document()
    {
        const string Document = "# T\n\n1. **Check** `kubectl get pods -n <ns>`:\n   ```bash\n   # look\n   kubectl get pods | grep \"x\n   ```\n\n| Alert | Severity |\n|---|---|\n| A | ðŸ”´ Critical |\n\n- [ ] box\n";
        for (var length = 0; length <= Document.Length; length++) Sound(Document[..length]);
    }

    [Theory]
    [InlineData(">")]
    [InlineData("> ")]
    [InlineData("[")]
    [InlineData("![")]
    [InlineData("*")]
    [InlineData("**a ")]
    [InlineData("_a ")]
    [InlineData("- ")]
    [InlineData("1. ")]
    [InlineData("> - ")]
    [InlineData("`")]
    [InlineData("``a` ")]
    [InlineData("[a](")]
    [InlineData("[a]: b\n")]
    [InlineData("[a]: b \"\n")]
    [InlineData("|")]
    [InlineData("|a|\n|-|\n")]
    [InlineData("a|b\n")]
    [InlineData("<")]
    [InlineData("<div>\n")]
    [InlineData("<!--")]
    [InlineData("# a\n")]
    [InlineData("# a\n\n")]
    [InlineData("**a**\n\n")]
    [InlineData("a\n\n")]
    [InlineData("a. ")]
    [InlineData("- a\n\n")]
    [InlineData("- [ ] a\n")]
    [InlineData("1. a\n")]
    [InlineData("```\n")]
    [InlineData("a\n> ")]
    [InlineData("\\")]
    [InlineData("1 hour ")]
    [InlineData("- **P1**: 1 hour\n")]
    [InlineData("://a:b")]
    [InlineData("password=")]
    [InlineData("\u0001")]
    public void Compiles_the_same_over_and_over(string piece) => Sound(string.Concat(Enumerable.Repeat(piece, 5_000)));

    [Fact]
    public void Compiles_lists_that_step_inwards_with_every_line()
    {
        var text = string.Join('\n', Enumerable.Range(0, 1000).Select(i => new string(' ', 2 * i) + "- a"));
        Assert.Contains(RunbookCompiler.Compile(text).Diagnostics, d => d.Code == "RB0005");
    }

    private static void Sound(string text)
    {
        var runbook = RunbookCompiler.Compile(text);
        Assert.Equal(runbook.Steps.Count, runbook.Steps.Select(s => s.Id).Distinct().Count());
        Assert.Equal(runbook.Sections.Count, runbook.Sections.Select(s => s.Id).Distinct().Count());
        var places = runbook.Sections.SelectMany(s => s.Blocks).OfType<StepPlace>().Select(p => p.StepId);
        Assert.Equal(runbook.Steps.Select(s => s.Id), places);
        var lines = text.AsSpan().Count('\n') + text.AsSpan().Count('\r') + 1;
        Assert.All(runbook.Steps, s => Assert.InRange(s.Line, 1, lines));
        Assert.NotEmpty(JsonSerializer.Serialize(CompileReport.From("x.md", runbook), CompileReport.Options));
    }
}
