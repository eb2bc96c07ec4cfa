using OpsPortal.Runbooks.Compiling;
using OpsPortal.Runbooks.Shell;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

public class FencePromptTests
{
    [Theory]
    [InlineData("$ ls -l", "ls -l")]
    [InlineData("% ls -l", "ls -l")]
    [InlineData("[root@node-1 ~]# ls -l", "ls -l")]
    [InlineData("root@node-1:/app# ls -l", "ls -l")]
    [InlineData("bash-5.1$ ls -l", "ls -l")]
    [InlineData("> ls -l", "ls -l")]
    [InlineData("# systemctl status kubelet", "systemctl status kubelet")]
    public void A_prompt_is_no_part_of_the_command(string text, string expected) =>
        Assert.Equal(expected, Assert.Single(FenceReader.Read(text, "console", 1)).Source);

    [Fact]
    public void Lines_without_prompt_are_output()
    {
        var commands = FenceReader.Read("$ ls\na.txt\nb.txt\n$ pwd # where\n/home", "console", 1);
        Assert.Equal(["ls", "pwd"], commands.Select(c => c.Source));
        Assert.Equal(["a.txt\nb.txt", "/home"], commands.Select(c => c.Expectation!.Text));
        Assert.Equal("where", commands[1].Title);
    }

    [Fact]
    public void A_command_goes_on_below_its_prompt()
    {
        var commands = FenceReader.Read("$ ls \\\n>   -l\ntotal 0\n$ cat <<E\n> 1\n> E\n", "console", 5);
        Assert.Equal(["ls \\\n-l", "cat <<E\n1\nE"], commands.Select(c => c.Source));
        Assert.Equal([(5, 6), (8, 10)], commands.Select(c => (c.Line, c.EndLine)));
    }

    [Fact]
    public void Prompts_of_databases_take_their_own_language()
    {
        var commands = FenceReader.Read("$ psql app\napp=# SELECT 1\napp-# FROM t;\n ?column?\n127.0.0.1:6379> KEYS a*", "console", 1);
        Assert.Equal(["SELECT 1\nFROM t;", "KEYS a*"], commands.Skip(1).Select(c => c.Source));
        Assert.Equal(["sql", "redis"], commands.Skip(1).Select(c => ((Query)c.Statement!).Language));
        Assert.NotNull(commands[1].Session);
    }

    [Fact]
    public void A_hash_before_a_sentence_is_a_comment_even_in_a_console()
    {
        var command = Assert.Single(FenceReader.Read("# Look at the files\nls", "console", 1));
        Assert.Equal(("Look at the files", "ls"), (command.Title, command.Source));
    }
}
