using System.Text;
using OpsPortal.Cli;
using Xunit;

namespace OpsPortal.Tests.Cli;

public sealed class FixCommandTests : IDisposable
{
    private const string Doubtful = "# A\r\n\r\n```bash\r\ndocker-compose ps\r\nkubectl exec web-0 ls\r\n```\r\n";
    private const string Mended = "# A\r\n\r\n```bash\r\ndocker compose ps\r\nkubectl exec web-0 -- ls\r\n```\r\n";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("opsportal");
    private readonly StringWriter stdout = new();
    private readonly StringWriter stderr = new();

    [Fact]
    public async Task Mends_what_is_certain_and_shows_each_line_before_and_after()
    {
        var file = Write(Doubtful);
        Assert.Equal(0, await Run("lint", "--fix", file));
        Assert.Equal(Mended, await File.ReadAllTextAsync(file));
        var lines = stdout.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.Contains("- docker-compose ps", lines);
        Assert.Contains("+ docker compose ps", lines);
        Assert.StartsWith($"{file}:4 ", lines[0], StringComparison.Ordinal);
        Assert.Contains("2 fixes in 1 file.", lines);
        Assert.Empty(Directory.GetFiles(folder.FullName, "*.mended"));
    }

    [Fact]
    public async Task Only_shows_in_a_dry_run()
    {
        var file = Write(Doubtful);
        Assert.Equal(0, await Run("lint", "--fix", "--dry-run", file));
        Assert.Equal(Doubtful, await File.ReadAllTextAsync(file));
        Assert.Contains("+ kubectl exec web-0 -- ls", stdout.ToString());
        Assert.Contains("nothing was written", stdout.ToString());
    }

    [Fact]
    public async Task Has_nothing_to_do_the_second_time()
    {
        var file = Write(Doubtful);
        await Run("lint", "--fix", file);
        stdout.GetStringBuilder().Clear();
        Assert.Equal(0, await Run("lint", "--fix", file));
        Assert.Contains("There is nothing to fix by itself.", stdout.ToString());
    }

    [Fact]
    public async Task Keeps_the_mark_of_the_encoding()
    {
        var file = Write("");
        await File.WriteAllTextAsync(file, Doubtful, new UTF8Encoding(true));
        await Run("lint", "--fix", file);
        Assert.Equal([0xEF, 0xBB, 0xBF, (byte)'#'], (await File.ReadAllBytesAsync(file))[..4]);
    }

    [Fact]
    public async Task Leaves_a_file_alone_that_it_could_not_write_as_it_was()
    {
        var file = Write("");
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Doubtful), 0xE9, (byte)'\n'];
        await File.WriteAllBytesAsync(file, bytes);
        Assert.Equal(2, await Run("lint", "--fix", file));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(file));
        Assert.Contains("not valid UTF-8", stderr.ToString());
    }

    [Fact]
    public async Task Is_no_option_of_compile() => Assert.Equal(2, await Run("compile", "--fix", Write(Doubtful)));

    [Fact]
    public async Task Speaks_text_only() => Assert.Equal(2, await Run("lint", "--fix", "--format", "sarif", Write(Doubtful)));

    public void Dispose()
    {
        folder.Delete(recursive: true);
        stdout.Dispose();
        stderr.Dispose();
    }

    private Task<int> Run(params string[] args) => CliProgram.RunAsync(args, stdout, stderr);

    private string Write(string text)
    {
        var path = Path.Combine(folder.FullName, "a.md");
        File.WriteAllText(path, text);
        return path;
    }
}
