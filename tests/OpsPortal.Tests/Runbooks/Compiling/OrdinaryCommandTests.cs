using System.Runtime.CompilerServices;
using OpsPortal.Runbooks.Compiling;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

/// <summary>
/// Commands as people write them. OrdinaryCommands.txt has one a line: the command, how it is run, its action and its risk; a star where
/// any will do. ⏎ stands for a line end.
/// </summary>
public class OrdinaryCommandTests
{
    public static TheoryData<string> Lines => [.. File.ReadLines(Table())];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Comes_to_what_it_says(string line)
    {
        var fields = line.Split('|');
        var command = string.Join('|', fields[..^3]).Replace('⏎', '\n');
        var compiled = CommandCompiler.Compile(Assert.Single(FenceReader.Read(command, "bash", 1)));
        string[] actual = [compiled.Mode.ToString().ToLowerInvariant(), compiled.Action?.Name ?? "-", compiled.Risk.ToString().ToLowerInvariant()];
        var wanted = fields[^3..].Select((f, i) => f == "*" ? actual[i] : f);
        Assert.True(wanted.SequenceEqual(actual), $"{command}: {string.Join(", ", actual)}. {compiled.ManualReason}");
    }

    private static string Table([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "OrdinaryCommands.txt");
}
