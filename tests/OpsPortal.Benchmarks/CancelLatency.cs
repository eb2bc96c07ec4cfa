using System.Diagnostics;
using OpsPortal.Executions;
using OpsPortal.Scenarios.Support;
using OpsPortal.Targets;

namespace OpsPortal.Benchmarks;

/// <summary>From a cancel in a web process to its acknowledgement, and to the stop of the step on a worker: hints by PostgreSQL and by Redis.</summary>
internal static class CancelLatency
{
    private const int Rounds = 60;

    public static async Task MeasureAsync()
    {
        Console.WriteLine($"From cancel to stopped, web process to worker, {Rounds} executions each");
        await MeasureAsync("PostgreSQL", []);
        await using var redis = await PrivateRedis.StartAsync();
        await MeasureAsync("Redis", new() { ["LiveBus:Redis"] = redis.Connection });
    }

    private static async Task MeasureAsync(string bus, Dictionary<string, string?> settings)
    {
        var (database, runner) = (await PortalDatabase.CreateAsync(), new FakeStepRunner());
        await using var web = await PortalHost.StartAsync(database, new() { Roles = "web", Node = "web", Runner = runner, Settings = settings });
        await using var worker = await PortalHost.StartAsync(database, new() { Roles = "worker", Node = "worker", Runner = runner, Settings = settings });
        List<double> acknowledged = [], stopped = [];
        for (var round = -5; round < Rounds; round++)
        {
            var (begun, over) = (new TaskCompletionSource(), new TaskCompletionSource<TimeSpan>());
            var clock = new Stopwatch();
            runner.Run = async (_, _, _, cancellation) =>
            {
                begun.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                over.SetResult(clock.Elapsed);
                cancellation.ThrowIfCancellationRequested();
                return ActionOutcome.Success("never reached");
            };
            var id = await web.ClickAsync("watch");
            await begun.Task;
            clock.Start();
            await web.Get<CancelExecution>().InvokeAsync(People.Ann, id, CancellationToken.None);
            var answer = clock.Elapsed;
            var stop = await over.Task;
            await worker.EndOfAsync(id);
            if (round < 0) continue;
            acknowledged.Add(answer.TotalMilliseconds);
            stopped.Add(stop.TotalMilliseconds);
        }
        Spread.Print($"{bus}: acknowledged", Spread.Of(acknowledged));
        Spread.Print($"{bus}: stopped", Spread.Of(stopped));
    }
}
