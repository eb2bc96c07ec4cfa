using OpsPortal.Benchmarks;
using OpsPortal.Benchmarks.Fuzzing;

if (args is ["fuzz", .. var fuzz]) return await FuzzRun.RunAsync(fuzz);

// Each figure stands beside what it is compared to, measured in the same run, in turns.
Dictionary<string, Func<Task>> all = new()
{
    ["compile"] = () => { CompileTime.Measure(); return Task.CompletedTask; },
    ["redaction"] = () => { RedactionTime.Measure(); return Task.CompletedTask; },
    ["queue"] = QueueLatency.MeasureAsync,
    ["throughput"] = QueueThroughput.MeasureAsync,
    ["statements"] = QueueThroughput.ListAsync,
    ["cancel"] = CancelLatency.MeasureAsync,
    ["click"] = ClickToFirstLine.MeasureAsync,
    ["preview"] = PreviewTime.MeasureAsync,
    ["alerts"] = AlertStorm.MeasureAsync,
    ["incidents"] = LongIncident.MeasureAsync,
    ["checks"] = CheckCost.MeasureAsync,
    ["status"] = StatusRequests.MeasureAsync,
};
var wanted = args.Length == 0 ? [.. all.Keys.Where(name => name != "statements")] : args;
foreach (var name in wanted)
{
    if (!all.TryGetValue(name, out var measure))
    {
        Console.Error.WriteLine($"There is no measurement {name}; there are: {string.Join(", ", all.Keys)}.");
        return 2;
    }
    await measure();
}
return 0;
