using OpsPortal.Executions;
using OpsPortal.Executions.Output;
using Xunit;

namespace OpsPortal.Tests.Executions;

public sealed class OutputBudgetTests
{
    [Fact]
    public void Within_the_limit_every_line_is_stored_as_it_comes()
    {
        var budget = new OutputBudget(limit: 1_000, lastLine: 0, bytes: 0, linesOmitted: 0);

        Assert.Equal([1, 2, 3], Enumerable.Range(1, 3).Select(_ => budget.Take(default, "out", "text")?.N));
        Assert.Empty(budget.Rest());
        Assert.Equal(new(3, 15, 0), budget.Progress);
    }

    [Fact]
    public void Numbers_go_on_from_an_earlier_attempt() =>
        Assert.Equal(41, new OutputBudget(limit: 1_000, lastLine: 40, bytes: 200, linesOmitted: 0).Take(default, "out", "text")?.N);

    [Fact]
    public void Just_beyond_the_first_half_nothing_is_left_out()
    {
        var budget = new OutputBudget(limit: 100, lastLine: 0, bytes: 0, linesOmitted: 0);
        var stored = Enumerable.Range(1, 20).Select(_ => budget.Take(default, "out", "text")).OfType<OutputLine>().ToList();

        Assert.Equal(Enumerable.Range(1, 10), stored.Select(l => l.N));
        Assert.Equal(Enumerable.Range(11, 10), budget.Rest().Select(l => l.N));
        Assert.Equal(0, budget.Progress.LinesOmitted);
    }

    [Fact]
    public void A_line_larger_than_the_whole_limit_is_left_out_and_told()
    {
        var budget = new OutputBudget(limit: 100, lastLine: 0, bytes: 0, linesOmitted: 0);
        budget.Take(default, "out", "first");

        Assert.Null(budget.Take(default, "out", new string('x', 200)));
        var note = Assert.Single(budget.Rest());
        Assert.Equal((2, "note"), (note.N, note.Stream));
        Assert.StartsWith("… 1 lines", note.Text);
    }

    [Fact]
    public void Chunks_are_bounded_in_lines_and_bytes_and_a_long_line_has_its_own()
    {
        OutputLine Line(int n, int length) => new(n, default, "out", new string('x', length));

        var chunks = OutputChunks.Of([Line(1, 1), Line(2, 1), Line(3, 1), Line(4, 500), Line(5, 1)], count: 2, bytes: 100);

        Assert.Equal(["1,2", "3", "4", "5"], chunks.Select(c => string.Join(',', c.Select(l => l.N))));
    }
}
