using System.Text;
using System.Text.Json;
using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Compiling;
using OpsPortal.Runbooks.Diagnostics;
using OpsPortal.Runbooks.Expectations;
using OpsPortal.Runbooks.Reporting;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets;
using OpsPortal.Targets.Filters;

namespace OpsPortal.Benchmarks.Fuzzing;

/// <summary>A reader of text that may neither throw nor take its time, whatever it is given.</summary>
/// <param name="Weight">How often it has its turn, compared to the others.</param>
/// <param name="Run">Throws where something is wrong.</param>
internal sealed record FuzzTarget(string Name, int Weight, Action<string> Run)
{
    /// <summary>How often <see cref="Run"/> reads the whole text; its time is measured for each.</summary>
    public int Readings { get; init; } = 1;

    private static readonly string[] Outputs =
        ["", "NAME READY STATUS\nweb-1 1/1 Running\n", "{\"status\":\"ok\",\"items\":[{\"a\":1},{\"a\":2}]}", "42", "error: not found\n", "a 1 2.5 x\nb 3 4 y\n", "[\n  null, \"\\u0000\"\n]"];

    private static readonly string[] Kinds =
        [ExpectationKind.Number, ExpectationKind.Contains, ExpectationKind.Field, ExpectationKind.State, ExpectationKind.None, ExpectationKind.Increases, ExpectationKind.Json, ExpectationKind.Output, ExpectationKind.AllRunning, ExpectationKind.Fails];

    /// <summary>Of one text's actions.</summary>
    private const int MostStored = 200;

    /// <summary>A filter that is still at work then is told to stop.</summary>
    private static readonly TimeSpan FilterTime = TimeSpan.FromSeconds(2);

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("markdown", 6, Markdown),
        new("documents", 2, text => Markdown($"# T\n\n## Alerts\n\n```yaml\n- alert: A\n  expr: {text}\n```\n\n## Contacts\n\n- **{text}**: {text}\n\n## Maintenance windows\n\n- **Time**: {text}\n\n| Metric | Healthy |\n|---|---|\n| {text} | {text} |\n")) { Readings = 7 },
        new("shell", 6, text => Fence(text, "bash")),
        new("console", 2, text => Fence(text, "console")),
        new("sql", 2, text => Fence(text, "sql")),
        new("redis", 1, text => Fence(text, "redis")),
        new("promql", 2, text => Fence(text, "promql")),
        new("curl", 2, text => Fence("curl " + text, "bash")),
        new("docker", 2, text => Fence("docker " + text, "bash")),
        new("kubectl", 2, text => Fence("kubectl " + text, "bash")),
        new("psql", 1, text => Fence($"psql -c {Quoted(text)}", "bash")),
        new("expectation", 2, Expectation) { Readings = Kinds.Length },
        new("awk", 2, text => Filter("awk", text)),
        new("jq", 2, text => Filter("jq", text)),
        new("sed", 2, text => Filter("sed", text)),
        new("yq", 1, text => Filter("yq", text)),
        new("grep", 1, text => Filter("grep -E", text)),
        new("filters", 2, text => Fence("kubectl get pods | " + text, "bash", run: true)),
    ];

    private static void Markdown(string text)
    {
        var runbook = RunbookCompiler.Compile(text);
        Expect(runbook.Steps.Select(s => s.Id).Distinct().Count() == runbook.Steps.Count, "two steps have the same id");
        Expect(runbook.Sections.Select(s => s.Id).Distinct().Count() == runbook.Sections.Count, "two sections have the same id");
        Expect(runbook.Sections.SelectMany(s => s.Blocks).OfType<StepPlace>().Select(p => p.StepId).SequenceEqual(runbook.Steps.Select(s => s.Id)), "a step stands in no section, or in two");
        Expect(runbook.Steps.All(s => s.Action is null || s.Risk >= s.Action.Risk), "a step has less risk than its action");
        JsonSerializer.Serialize(CompileReport.From("x.md", runbook), CompileReport.Options);
        var fixes = runbook.Diagnostics.Concat(runbook.Steps.SelectMany(s => s.Diagnostics)).Select(d => d.Fix).OfType<DiagnosticFix>();
        DiagnosticFixes.ApplyAll(text, fixes);
    }

    private static void Fence(string text, string language) => Fence(text, language, run: false);

    private static void Fence(string text, string language, bool run)
    {
        var scope = new CompileScope();
        var stored = 0;
        // the document's reader takes these out before it looks for fences
        text = string.Concat(text.EnumerateRunes().Where(r => r.Value is not (ParameterText.Open or ParameterText.Close)));
        foreach (var command in FenceReader.Read(text, language, 1))
        {
            var compiled = CommandCompiler.Compile(command, scope);
            Expect(compiled.Action is null == (compiled.Mode == StepMode.Manual), "a manual step has an action, or another has none");
            Expect(compiled.Lookups.All(l => l.Action.Risk == Risk.Read), "a lookup changes something");
            if (compiled.Action is { } action)
            {
                Expect(compiled.Risk >= action.Risk, "a command has less risk than its action");
                // storing takes as long as compiling does, and is not what is timed here
                if (stored++ < MostStored) Expect(action.Bind(new Dictionary<string, string>()).Sentence == action.Sentence, "an action reads otherwise when it was stored");
            }
            // what takes long to be understood is understood anew for each input
            if (run) RunAll(compiled.Filters, text.Length < 128 ? Outputs : text.Length < 1024 ? Outputs[1..4] : Outputs[1..2]);
        }
    }

    private static void Filter(string program, string text) => Fence($"kubectl get pods | {program} {Quoted(text)}", "bash", run: true);

    private static void Expectation(string text)
    {
        ExpectationReader.Tells(text);
        var expectation = ExpectationReader.Read(text, 1);
        foreach (var kind in Kinds)
            foreach (var output in text.Length < 4096 ? [.. Outputs, text] : new[] { text })
                ExpectationJudge.Judge(expectation with { Kind = kind }, new() { Lines = [.. output.Split('\n').Select((l, i) => new SubjectLine(i + 1, l))], ExitCode = 0 });
    }

    private static void RunAll(IReadOnlyList<TextFilter> filters, IEnumerable<string> inputs)
    {
        if (filters.Count == 0) return;
        foreach (var input in inputs) RunAsync(filters, input).GetAwaiter().GetResult();
    }

    /// <summary>Refusing is as good as working; so is stopping when told to.</summary>
    private static async Task RunAsync(IReadOnlyList<TextFilter> filters, string input)
    {
        using var stop = new CancellationTokenSource(FilterTime);
        try
        {
            using var pipeline = FilterPipeline.Create(filters, new Nowhere());
            foreach (var line in input.Split('\n'))
                if (!pipeline.Finished.IsCancellationRequested) await pipeline.WriteAsync(OutputStream.Out, line, stop.Token);
            await pipeline.CompleteAsync(stop.Token);
        }
        catch (Exception refused) when (refused is FilterException or OperationCanceledException)
        {
        }
    }

    private static string Quoted(string text) => new StringBuilder("'").Append(text.Replace("'", "'\\''")).Append('\'').ToString();

    private static void Expect(bool holds, string otherwise)
    {
        if (!holds) throw new UnsoundException(otherwise);
    }

    private sealed class Nowhere : IOutput
    {
        public ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}

/// <summary>A result that contradicts itself.</summary>
internal sealed class UnsoundException(string message) : Exception(message);
