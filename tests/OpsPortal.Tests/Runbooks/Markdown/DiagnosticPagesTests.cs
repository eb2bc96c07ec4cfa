using System.Reflection;
using System.Runtime.CompilerServices;
using OpsPortal.Runbooks.Diagnostics;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Markdown;

public sealed class DiagnosticPagesTests
{
    [Fact]
    public void Every_code_has_a_page_and_every_page_a_code()
    {
        var codes = typeof(DiagnosticCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!).Order(StringComparer.Ordinal).ToList();
        var pages = Directory.EnumerateFiles(Folder(), "RB*.md").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal);
        Assert.Equal(codes, pages);
        Assert.Equal(codes.Count, codes.Distinct().Count());
    }

    [Fact]
    public void Every_code_is_titled_as_its_page()
    {
        foreach (var page in Directory.EnumerateFiles(Folder(), "RB*.md"))
        {
            var code = Path.GetFileNameWithoutExtension(page);
            Assert.Equal($"# {code}: {DiagnosticTitles.Of(code)}", File.ReadLines(page).First(), ignoreCase: true);
        }
    }

    [Fact]
    public void Every_page_begins_with_its_code_and_says_how_to_mend_it()
    {
        foreach (var page in Directory.EnumerateFiles(Folder(), "RB*.md"))
        {
            var text = File.ReadAllText(page);
            Assert.StartsWith($"# {Path.GetFileNameWithoutExtension(page)}: ", text, StringComparison.Ordinal);
            Assert.Contains("## How to mend it", text);
        }
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../../docs/diagnostics"));
}
