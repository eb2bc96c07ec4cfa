using System.Text.RegularExpressions;
using Xunit;

namespace OpsPortal.Tests.Architecture;

/// <summary>Rules of the house that no analyzer checks.</summary>
public class HouseRulesTests
{
    private const int LongestFile = 400;

    [Fact]
    public void No_source_file_is_longer_than_four_hundred_lines()
    {
        var tooLong = SourceTree.Files("src", ".cs", ".razor", ".js", ".css", ".sh").Concat(SourceTree.Files("wwwroot-assets", ".js", ".css"))
            .Select(f => (File: Path.GetRelativePath(SourceTree.Root, f), Lines: File.ReadLines(f).Count())).Where(f => f.Lines > LongestFile);
        Assert.Empty(tooLong);
    }

    [Fact]
    public void Nothing_swallows_exceptions_and_nothing_is_left_to_do()
    {
        var odd = new Regex(@"async void|NotImplementedException|catch *(\(Exception[^)]*\))? *\{ *\}|\bTODO\b|\bFIXME\b|\bHACK\b|\bSkip *= *""");
        var found = SourceTree.Files("src", ".cs", ".razor").Concat(SourceTree.Files("tests", ".cs").Where(f => !f.EndsWith("HouseRulesTests.cs", StringComparison.Ordinal)))
            .SelectMany(f => File.ReadLines(f).Where(l => odd.IsMatch(l)).Select(l => $"{Path.GetRelativePath(SourceTree.Root, f)}: {l.Trim()}"));
        Assert.Empty(found);
    }

    [Fact]
    public void Folders_are_named_for_what_they_hold()
    {
        string[] vague = ["Services", "Models", "Helpers", "Utils", "Utilities", "Common", "Misc"];
        var found = Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "src"), "*", SearchOption.AllDirectories)
            .Where(d => !d.Contains("/obj") && !d.Contains("/bin") && vague.Contains(Path.GetFileName(d)));
        Assert.Empty(found);
    }
}
