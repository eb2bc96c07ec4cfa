using OpsPortal.Runbooks.Actions.Filters;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

public class FilterTests
{
    private static T Filter<T>(string filter)
    {
        var compiled = Compiled.Of($"kubectl get pods | {filter}");
        Assert.Null(compiled.ManualReason);
        return Assert.IsType<T>(Assert.Single(compiled.Filters));
    }

    [Fact]
    public void Filters_run_in_the_order_of_the_pipeline_and_keep_their_text()
    {
        var compiled = Compiled.Of("kubectl get pods 2>&1 | grep -v \"a b\" |\n  sort -rn | head -5");
        Assert.Equal(["grep -v \"a b\"", "sort -rn", "head -5"], compiled.Filters.Where(f => !f.IsRedirection).Select(f => f.Source));
    }

    [Theory]
    [InlineData("grep -i 'a\\|b'", GrepSyntax.Basic, "a\\|b")]
    [InlineData("grep -iE 'a|b'", GrepSyntax.Extended, "a|b")]
    [InlineData("egrep -i 'a|b'", GrepSyntax.Extended, "a|b")]
    [InlineData("grep -F -i -e a.b", GrepSyntax.Fixed, "a.b")]
    [InlineData("fgrep -i a.b", GrepSyntax.Fixed, "a.b")]
    [InlineData("grep --ignore-case --perl-regexp --regexp='\\d+' --color=always", GrepSyntax.Perl, "\\d+")]
    [InlineData("grep -i -- -x", GrepSyntax.Basic, "-x")]
    public void Grep_takes_its_pattern(string filter, GrepSyntax syntax, string pattern)
    {
        var grep = Filter<Grep>(filter);
        Assert.Equal((syntax, true), (grep.Syntax, grep.IgnoreCase));
        Assert.Equal([pattern], grep.Patterns);
    }

    [Fact]
    public void Grep_takes_its_switches()
    {
        var grep = Filter<Grep>("grep -vconwxq -A 2 -B3 --max-count=4 a");
        Assert.Equal((true, true, true, true, true, true, true, 2, 3, 4),
            (grep.Invert, grep.Count, grep.OnlyMatching, grep.LineNumbers, grep.WholeWord, grep.WholeLine, grep.Quiet, grep.After, grep.Before, grep.MaxCount ?? 0));
        Assert.Equal((5, 5), (Filter<Grep>("grep -5 a").Before, Filter<Grep>("grep -C5 a").After));
        Assert.Equal(["a", "b", "c"], Filter<Grep>("grep -e a -e $'b\\nc'").Patterns);
    }

    [Fact]
    public void Counting_and_cutting()
    {
        Assert.True(Filter<WordCount>("wc -l").Lines);
        Assert.Equal(20, Filter<Head>("head -20").Lines);
        Assert.Equal(-2, Filter<Head>("head -n -2").Lines);
        Assert.Equal((3, true), (Filter<Tail>("tail -n +3").Lines, Filter<Tail>("tail +3").FromStart));
        Assert.Equal((7, false), (Filter<Tail>("tail -n7").Lines, Filter<Tail>("tail --lines=7").FromStart));
        Assert.Equal((true, 1), (Filter<Uniq>("uniq -c").Count, Filter<Uniq>("uniq -f 1").SkipFields));
    }

    [Fact]
    public void Sorting()
    {
        Assert.Equal((true, SortOrder.Numeric), (Filter<Sort>("sort -rn").Reverse, Filter<Sort>("sort -nr").Order));
        Assert.Equal(SortOrder.HumanNumeric, Filter<Sort>("sort -h").Order);
        var sort = Filter<Sort>("sort -t, -k2,2nr -k 1.3 -u");
        Assert.Equal((",", true), (sort.Separator, sort.Unique));
        Assert.Equal([new(2, 1, 2) { Reverse = true, Order = SortOrder.Numeric }, new(1, 3)], sort.Keys);
    }

    [Theory]
    [InlineData("grep -r a .", "-r of grep is not yet understood")]
    [InlineData("Grep it", "Grep is not yet understood")]
    [InlineData("grep a file.txt", "reads a file")]
    [InlineData("grep", "no pattern")]
    [InlineData("head -n $N", "wants a number")]
    [InlineData("sort -o out", "-o of sort")]
    public void Any_other_filter_makes_the_command_manual(string filter, string reason) =>
        Assert.Contains(reason, Compiled.Manual($"kubectl get pods | {filter}").ManualReason);
}
