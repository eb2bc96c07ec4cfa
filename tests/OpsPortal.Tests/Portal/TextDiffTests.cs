using OpsPortal.Frame;
using Xunit;

namespace OpsPortal.Tests.Portal;

public class TextDiffTests
{
    private static string Show(string before, string after) => string.Join('|', TextDiff.Of(before, after).Select(r =>
        r.Skipped > 0 ? $"…{r.Skipped}" : $"{Side(r.Before)}/{Side(r.After)}"));

    private static string Side(DiffSide? side) => side is null ? "-" : $"{side.Line}{side.Kind switch { DiffKind.Same => "", DiffKind.Added => "+", DiffKind.Removed => "-", _ => "~" }}";

    [Theory]
    [InlineData("a\nb\nc", "a\nb\nc", "…3")]
    [InlineData("a\nb\nc", "a\nc", "1/1|2-/-|3/2")]
    [InlineData("a\nc", "a\nb\nc", "1/1|-/2+|2/3")]
    [InlineData("a\nb one\nc", "a\nb two\nc", "1/1|2~/2~|3/3")]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8\n9\nx", "1\n2\n3\n4\n5\n6\n7\n8\n9\ny", "…6|7/7|8/8|9/9|10~/10~")]
    public void ChangesStandSideBySide(string before, string after, string rows) => Assert.Equal(rows, Show(before, after));

    [Fact]
    public void WhatChangedInALineIsMarked()
    {
        var row = Assert.Single(TextDiff.Of("replicas is 3", "replicas is 5"));
        Assert.Equal(["3"], row.Before!.Parts.Where(p => p.Changed).Select(p => p.Text));
        Assert.Equal("replicas is 5", string.Concat(row.After!.Parts.Select(p => p.Text)));
    }
}
