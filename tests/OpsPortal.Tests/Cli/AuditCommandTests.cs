using OpsPortal.Audit.Chain;
using OpsPortal.Cli;
using Xunit;

namespace OpsPortal.Tests.Cli;

public sealed class AuditCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("opsportal");
    private readonly StringWriter stdout = new();
    private readonly StringWriter stderr = new();

    public void Dispose()
    {
        folder.Delete(recursive: true);
        stdout.Dispose();
        stderr.Dispose();
    }

    [Fact]
    public async Task A_whole_export_is_intact()
    {
        Assert.Equal(0, await Run("audit", "verify", await WriteAsync(Chain(5))));
        Assert.StartsWith("All 5 entries are intact. The last one, 5, has the hash ", stdout.ToString());
    }

    [Fact]
    public async Task A_piece_says_what_has_to_come_before()
    {
        var chain = Chain(5);
        Assert.Equal(0, await Run("audit", "verify", await WriteAsync(chain[2..])));
        Assert.Contains($"They begin with entry 3; the hash of the one before it has to be {chain[1].Hash}", stdout.ToString());
    }

    [Fact]
    public async Task A_changed_line_shows()
    {
        var chain = Chain(5);
        chain[2] = chain[2] with { Actor = "Mallory" };
        Assert.Equal(1, await Run("audit", "verify", await WriteAsync(chain)));
        Assert.StartsWith("Entry 3 was changed", stdout.ToString());
    }

    [Fact]
    public async Task A_missing_line_shows()
    {
        var chain = Chain(5);
        chain.RemoveAt(2);
        Assert.Equal(1, await Run("audit", "verify", await WriteAsync(chain)));
        Assert.StartsWith("After entry 2 comes entry 4", stdout.ToString());
    }

    [Fact]
    public async Task An_end_that_is_missing_shows_against_an_anchor()
    {
        var chain = Chain(5);
        Assert.Equal(1, await Run("audit", "verify", await WriteAsync(chain[..3]), "--anchor", $"5:{chain[4].Hash}"));
        Assert.Contains("its end was cut off", stdout.ToString());
    }

    [Theory]
    [InlineData("Say what to do with the audit log", "audit")]
    [InlineData("Name an export to verify", "audit", "verify")]
    [InlineData("There is no file", "audit", "verify", "nowhere.jsonl")]
    [InlineData("An anchor is the number", "audit", "verify", "x", "--anchor", "5")]
    [InlineData("no address of a portal", "audit", "verify", "--portal", "ftp://x")]
    [InlineData("Name the file to write", "audit", "export", "--portal", "http://127.0.0.1:1")]
    [InlineData("does not answer", "audit", "verify", "--portal", "http://127.0.0.1:1", "--token", "t")]
    public async Task What_cannot_be_done_is_said(string sentence, params string[] args)
    {
        Assert.Equal(2, await Run(args));
        Assert.Contains(sentence, stderr.ToString());
    }

    [Fact]
    public async Task A_file_that_is_no_export_is_said_with_its_line()
    {
        var file = Path.Combine(folder.FullName, "x.csv");
        await File.WriteAllTextAsync(file, "id,at\n1,2\n");
        Assert.Equal(2, await Run("audit", "verify", file));
        Assert.Contains("Line 1 of", stderr.ToString());
    }

    private static List<AuditLine> Chain(int count)
    {
        List<AuditLine> lines = [];
        for (var i = 1; i <= count; i++)
        {
            var line = new AuditLine
            {
                Id = i,
                Version = AuditLine.Newest,
                At = new(2026, 3, 8, 3, i, 0, TimeSpan.Zero),
                ActorId = Guid.Empty,
                Actor = "Ann",
                Action = "test.done",
                SubjectKind = "test",
                SubjectId = $"{i}",
                Address = "192.0.2.7",
                Detail = new() { ["b"] = "2", ["a"] = "ü" },
                PreviousHash = lines.Count == 0 ? AuditLine.Start : lines[^1].Hash,
            };
            lines.Add(line with { Hash = line.ComputeHash() });
        }
        return lines;
    }

    private async Task<string> WriteAsync(IEnumerable<AuditLine> lines)
    {
        var file = Path.Combine(folder.FullName, "audit.jsonl");
        await File.WriteAllBytesAsync(file, [.. lines.SelectMany(l => l.ToJson().Append((byte)'\n'))]);
        return file;
    }

    private Task<int> Run(params string[] args) => CliProgram.RunAsync(args, stdout, stderr);
}
