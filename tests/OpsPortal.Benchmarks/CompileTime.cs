using Markdig;
using OpsPortal.Runbooks;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Benchmarks;

/// <summary>
/// Compiling the sandbox's runbooks, against Markdig's own parse of the same text, and whether the time grows with the size alone.
/// Processor time, because a busy machine stretches every other.
/// </summary>
internal static class CompileTime
{
    private const int Rounds = 60;

    public static void Measure()
    {
        string[] texts = [.. SystemDefinition.LoadAll().Select(s => s.Runbook).OfType<string>()];
        Console.WriteLine($"Compiling {texts.Length} runbooks, {texts.Sum(t => t.Length):N0} characters");
        // the runtime compiles what is called often a second and a third time, small code sooner than large
        Compare(texts, "soon after the start", warmUp: 40);
        Compare(texts, "when all has settled", warmUp: 200);
        MeasureGrowth(texts);
    }

    private static void Compare(string[] texts, string when, int warmUp)
    {
        var pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseTaskLists().UsePreciseSourceLocation().Build();
        List<double> markdig = [], compiler = [];
        for (var round = -warmUp; round < Rounds; round++)
        {
            var parse = Time(() => { foreach (var text in texts) Markdown.Parse(text, pipeline); });
            var compile = Time(() => { foreach (var text in texts) RunbookCompiler.Compile(text); });
            if (round < 0) continue;
            markdig.Add(parse);
            compiler.Add(compile);
        }
        var (theirs, ours) = (Spread.Of(markdig), Spread.Of(compiler));
        Spread.Print($"Markdig parses, {when}", theirs);
        Spread.Print($"OpsPortal compiles, {when}", ours);
        Spread.PrintRatio("compile / parse", ours.Median / theirs.Median, "aim: at most 3");
    }

    /// <summary>The same runbooks in a row: each KiB may take what a KiB takes, however many there are.</summary>
    private static void MeasureGrowth(string[] texts)
    {
        var once = string.Join("\n\n", texts);
        List<double> perKibibyte = [];
        foreach (var times in (int[])[1, 4, 16])
        {
            var text = string.Join("\n\n", Enumerable.Repeat(once, times));
            var spread = Spread.Of([.. Enumerable.Range(0, 8 + 16 / times).Select(_ => Time(() => RunbookCompiler.Compile(text)) / (text.Length / 1024.0))]);
            Spread.Print($"{times} × in one document, per KiB", spread, digits: 3);
            perKibibyte.Add(spread.Median);
        }
        Spread.PrintRatio("16 × / 1 ×, per KiB", perKibibyte[^1] / perKibibyte[0], "aim: near 1");
    }

    private static double Time(Action work)
    {
        var start = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
    }
}
