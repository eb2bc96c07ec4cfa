using System.Diagnostics;
using Markdig;
using OpsPortal.Runbooks;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Benchmarks;

/// <summary>Compiling the sandbox's runbooks, against Markdig's own parse of the same text.</summary>
internal static class CompileTime
{
    private const int Rounds = 60;

    public static void Measure()
    {
        string[] texts = [.. SystemDefinition.LoadAll().Select(s => s.Runbook).OfType<string>()];
        var pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseTaskLists().UsePreciseSourceLocation().Build();
        List<double> markdig = [], compiler = [];
        for (var round = -40; round < Rounds; round++)
        {
            var parse = Time(() => { foreach (var text in texts) Markdown.Parse(text, pipeline); });
            var compile = Time(() => { foreach (var text in texts) RunbookCompiler.Compile(text); });
            if (round < 0) continue; // the first rounds warm up
            markdig.Add(parse);
            compiler.Add(compile);
        }
        Console.WriteLine($"Compiling {texts.Length} runbooks, {texts.Sum(t => t.Length):N0} characters");
        var (theirs, ours) = (Spread.Of(markdig), Spread.Of(compiler));
        Spread.Print("Markdig parses", theirs);
        Spread.Print("OpsPortal compiles", ours);
        Spread.PrintRatio("compile / parse", ours.Median / theirs.Median, "aim: at most 3");
    }

    private static double Time(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
