using System.Text;
using OpsPortal.Audit;
using Xunit;

namespace OpsPortal.Tests.Audit;

public sealed class AuditExportTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("", "")]
    public void ACellIsQuotedAndNeverAFormula(string text, string cell) => Assert.Equal(cell, AuditExport.Cell(text));

    [Fact]
    public async Task ANameThatIsAFormulaIsTextInTheFile()
    {
        using var to = new MemoryStream();
        await AuditExport.WriteCsvAsync(One(), to, default);
        var lines = Encoding.UTF8.GetString(to.ToArray()).Split("\r\n");
        Assert.StartsWith("id,at,actor,", lines[0]);
        Assert.Contains(",'=cmd|calc,", lines[1]);
    }

    private static async IAsyncEnumerable<AuditEntry> One()
    {
        await Task.CompletedTask;
        yield return new() { Id = 1, ActorName = "=cmd|calc", Action = "a", SubjectKind = "k", SubjectId = "s", PreviousHash = "0", Hash = "1" };
    }
}
