using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Targets;
using OpsPortal.Targets.Filters;
using Xunit;

namespace OpsPortal.Tests.Targets.Filters;

public class FilterPipelineTests
{
    private readonly RecordedOutput output = new();

    [Fact]
    public async Task Filters_work_one_after_another()
    {
        await RunAsync([new Grep("grep ERROR") { Patterns = ["ERROR"] }, new Sort("sort"), new Uniq("uniq -c") { Count = true }, new Sort("sort -rn") { Reverse = true, Order = SortOrder.Numeric }],
            "ERROR b", "INFO", "ERROR a", "ERROR b");
        Assert.Equal("      2 ERROR b\n      1 ERROR a", output.Out);
    }

    [Fact]
    public async Task Head_says_that_it_wants_no_more_through_the_filters_before_it()
    {
        using var pipeline = FilterPipeline.Create([new Grep("grep x") { Patterns = ["x"] }, new Head("head -1") { Lines = 1 }], output);
        await pipeline.WriteAsync(OutputStream.Out, "a", default);
        Assert.False(pipeline.Finished.IsCancellationRequested);
        await pipeline.WriteAsync(OutputStream.Out, "x1", default);
        Assert.True(pipeline.Finished.IsCancellationRequested);
        await pipeline.WriteAsync(OutputStream.Out, "x2", default);
        await pipeline.CompleteAsync(default);
        Assert.Equal("x1", output.Out);
    }

    [Fact]
    public async Task A_count_behind_head_still_comes_out()
    {
        await RunAsync([new Head("head -2") { Lines = 2 }, new WordCount("wc -l") { Lines = true }], "a", "b", "c");
        Assert.Equal("2", output.Out);
    }

    [Fact]
    public async Task Errors_and_notes_go_by()
    {
        using var pipeline = FilterPipeline.Create([new Grep("grep x") { Patterns = ["x"] }], output);
        await pipeline.WriteAsync(OutputStream.Error, "refused", default);
        await pipeline.WriteAsync(OutputStream.Note, "told", default);
        await pipeline.CompleteAsync(default);
        Assert.Equal(("", "refused", "told"), (output.Out, output.Errors, output.Notes));
        Assert.True(pipeline.NothingMatched);
    }

    [Theory]
    [InlineData("a[", GrepSyntax.Basic)]
    [InlineData("(a", GrepSyntax.Extended)]
    [InlineData("\\(a", GrepSyntax.Basic)]
    [InlineData("a\\", GrepSyntax.Basic)]
    [InlineData("[z-a]", GrepSyntax.Basic)]
    [InlineData("\\1", GrepSyntax.Basic)]
    [InlineData("(?<a", GrepSyntax.Perl)]
    public void A_pattern_that_cannot_be_understood_is_refused_with_a_sentence(string pattern, GrepSyntax syntax)
    {
        var refused = Assert.Throws<FilterException>(() => FilterPipeline.Create([new Grep("grep") { Patterns = [pattern], Syntax = syntax }], output));
        Assert.Contains(pattern, refused.Message);
    }

    [Theory]
    [InlineData("a[b]", 1)]
    [InlineData("a\n", 1)]
    [InlineData("a", 300)]
    public void Patterns_that_would_take_too_long_to_prepare_are_refused(string piece, int patterns)
    {
        var pattern = string.Concat(Enumerable.Repeat(piece, 200_000 / patterns));
        var refused = Assert.Throws<FilterException>(() => FilterPipeline.Create([new Grep("grep") { Patterns = [.. Enumerable.Repeat(pattern, patterns)] }], output));
        Assert.Contains("longer than 3,000 characters", refused.Message);
    }

    [Fact]
    public async Task A_pattern_that_explodes_is_given_up_with_a_sentence()
    {
        using var pipeline = FilterPipeline.Create([new Grep("grep (a*)*\\1b") { Patterns = ["(a*)*\\1\\1b"], Syntax = GrepSyntax.Extended }], output);
        var refused = await Assert.ThrowsAsync<FilterException>(async () => await pipeline.WriteAsync(OutputStream.Out, new string('a', 5000), default));
        Assert.Contains("Make it simpler", refused.Message);
    }

    [Fact]
    public async Task Sort_holds_no_more_than_its_limit()
    {
        using var pipeline = FilterPipeline.Create([new Sort("sort -r") { Reverse = true }], output);
        var line = new string('x', 1 << 20);
        var refused = await Assert.ThrowsAsync<FilterException>(async () =>
        {
            while (true) await pipeline.WriteAsync(OutputStream.Out, line, default);
        });
        Assert.Contains("256 MiB", refused.Message);
    }

    private async Task RunAsync(IReadOnlyList<TextFilter> filters, params string[] lines)
    {
        using var pipeline = FilterPipeline.Create(filters, output);
        foreach (var line in lines) await pipeline.WriteAsync(OutputStream.Out, line, default);
        await pipeline.CompleteAsync(default);
    }
}
