using OpsPortal.Runbooks.Compiling;
using OpsPortal.Tests.Runbooks.Shell;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

public class FenceReaderTests
{
    private static IEnumerable<string> Titles(string text, string language = "bash") =>
        FenceReader.Read(text, language, 1).Select(c => $"{c.Title}: {(c.Statement is null ? "-" : c.Source)}");

    [Theory]
    [InlineData("# Look\nls", "Look: ls")]
    [InlineData("# 1. Look\nls", "Look: ls")]
    [InlineData("# Step 2: Look\nls", "Look: ls")]
    [InlineData("# ---- Look ----\nls", "Look: ls")]
    [InlineData("# Look\n\nls", "Look: ls")]
    [InlineData("# If it is slow\n# Restart it\nls", "If it is slow. Restart it: ls")]
    [InlineData("# A sentence that is\n# wrapped\nls", "A sentence that is wrapped: ls")]
    [InlineData("#!/bin/bash\n# Look\nls", "Look: ls")]
    [InlineData("ls  # Look", "Look: ls")]
    [InlineData("# Verify\nls", "Verify: ls")]
    [InlineData("# Verify the name\nls", "Verify the name: ls")]
    [InlineData("# Wait for the copy\nls", "Wait for the copy: ls")]
    public void The_comment_above_or_beside_a_command_is_its_title(string text, string expected) => Assert.Equal([expected], Titles(text));

    [Fact]
    public void A_comment_without_a_command_is_an_instruction()
    {
        const string text = "# 1. Tell the team (24h before)\n# 2. Put the sign up\n\n# 3. Scale down\nls\n# 4. Work\n# - first\n# - second\n\n# 5. Look\npwd\n# 6. Tell the team again";
        Assert.Equal(["Tell the team (24h before): -", "Put the sign up: -", "Scale down: ls", "Work: first, second: -", "Look: pwd", "Tell the team again: -"], Titles(text));
    }

    [Fact]
    public void A_numbered_comment_ends_the_one_above_it() =>
        Assert.Equal(["Tell the team: -", "Look: ls"], Titles("# 1. Tell the team\n# 2. Look\nls"));

    [Theory]
    [InlineData("ls\n# Expected: < 10", "number", "< 10")]
    [InlineData("ls\n# Should be 0 (all of them)", "number", "Should be 0 (all of them)")]
    [InlineData("ls\n# Expected output: 95%", "number", "95%")]
    [InlineData("ls # Should fail", "fails", "Should fail")]
    [InlineData("ls\n# Expected: All pods Running", "allRunning", "All pods Running")]
    [InlineData("ls\n# Expected: status: \"ok\"", "field", "status: \"ok\"")]
    [InlineData("ls\n# Expected: PONG", "contains", "PONG")]
    [InlineData("ls\n# Expected: {\"a\": 1}", "json", "{\"a\": 1}")]
    [InlineData("ls\n# Expected: a growing counter", "increases", "a growing counter")]
    [InlineData("ls\n# Verify that it is there", "text", "Verify that it is there")]
    [InlineData("# Look\n# Expected: 3\nls", "number", "3")]
    public void What_to_expect_belongs_to_the_command_above(string text, string kind, string words)
    {
        var expectation = Assert.Single(FenceReader.Read(text, "bash", 1)).Expectation;
        Assert.NotNull(expectation);
        Assert.Equal((kind, words), (expectation.Kind, expectation.Text));
    }

    [Fact]
    public void A_listing_below_expected_is_taken_whole()
    {
        var command = Assert.Single(FenceReader.Read("ls\n# Expected output:\n# a\n# b", "bash", 10));
        Assert.Equal("a\nb", command.Expectation!.Text);
        Assert.Equal(11, command.Expectation.Line);
    }

    [Theory]
    [InlineData("# Wait 30 seconds", 30)]
    [InlineData("# wait for 2-3 minutes", 180)]
    [InlineData("# Wait 1h", 3600)]
    public void A_wait_belongs_to_the_command_above(string comment, int seconds)
    {
        var commands = FenceReader.Read($"restart\n{comment}\n# Look\nls", "bash", 1);
        Assert.Equal([TimeSpan.FromSeconds(seconds), null], commands.Select(c => c.WaitAfter));
        Assert.Equal("Look", commands[1].Title);
    }

    [Fact]
    public void Lines_are_those_of_the_document()
    {
        var commands = FenceReader.Read("# Look\nls \\\n  -l\n\npwd", "bash", 40);
        Assert.Equal([(41, 42), (44, 44)], commands.Select(c => (c.Line, c.EndLine)));
    }

    [Fact]
    public void A_blank_behind_the_backslash_is_forgiven_and_told()
    {
        var command = Assert.Single(FenceReader.Read("ls \\ \n  -l", "bash", 7));
        Assert.Equal(("RB1002", 7), (command.Diagnostics[0].Code, command.Diagnostics[0].Line));
    }

    [Fact]
    public void A_broken_line_keeps_its_text_and_says_so()
    {
        var commands = FenceReader.Read("ls\necho 'a\npwd", "bash", 1);
        Assert.Equal(["ls", "echo 'a", "pwd"], commands.Select(c => c.Source));
        Assert.Equal("RB1001", Assert.Single(commands[1].Diagnostics).Code);
    }

    public static IEnumerable<object[]> Fences() => TestDocuments.Fences().Select(f => new object[] { f.Place, f.Language, f.Text });

    [Theory]
    [MemberData(nameof(Fences))]
    public void Each_command_line_is_in_exactly_one_command(string place, string language, string text)
    {
        if (language == "console") return; // what a program printed is no command
        var commands = FenceReader.Read(text, language, 1).Where(c => c.Statement is not null).ToList();
        var lines = text.Split('\n');
        for (var line = 1; line <= lines.Length; line++)
        {
            var bare = lines[line - 1].Trim();
            var holders = commands.Count(c => c.Line <= line && line <= c.EndLine);
            Assert.True(holders <= 1, $"{place}, line {line} is in {holders} commands");
            if (bare.Length > 0 && bare[0] != '#' && !bare.StartsWith("--", StringComparison.Ordinal)) Assert.True(holders == 1, $"{place}: \"{bare}\" is in no command");
        }
    }

    [Fact]
    public void No_text_makes_it_throw()
    {
        var random = new Random(7);
        string[] pieces = ["$ ", "> ", "# ", "name=# ", "127.0.0.1:6379> ", "psql\n", "SELECT 'a", ";", "\n", "\\d", "redis-cli\n", "KEYS *", "ssh h\n", "exit\n", "--", "# Expected:", "# Wait 3 s", "'", "(", "kubectl get x", "\uE000"];
        for (var i = 0; i < 1_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            foreach (var language in new[] { "bash", "console", "sql", "redis", "promql", "yaml" })
                foreach (var command in FenceReader.Read(text, language, 1)) Assert.NotNull(CommandCompiler.Compile(command));
        }
    }
}
