using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Scenarios.Support;
using OpsPortal.Targets.Suggestions;

namespace OpsPortal.Scenarios.EveryCommand;

/// <summary>Runs the steps of one runbook as a person would: chooses a pod that is there, types what is asked for, stops what would go on for ever.</summary>
internal sealed partial class CommandRunner(PracticePortal practice, string slug, string system, IReadOnlyList<Parameter> parameters)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private readonly Dictionary<string, string> known = new() { ["your-registry"] = "your-registry", ["YOUR_API_KEY"] = "sandbox-key", ["DATABASE_URL"] = "", ["api_key"] = "sandbox-key" };
    private readonly string place = practice.Systems.First(s => s.Name == system).DefaultNamespace;

    /// <summary>Runs it again where something is only just starting, or was replaced under its hands, as a person would.</summary>
    public async Task<CommandRun> RunAsync(Step step)
    {
        var run = await RunOnceAsync(step);
        for (var again = 0; again < 40 && run.State == "failed" && Starting().IsMatch($"{run.Reason}\n{string.Join('\n', run.Lines)}"); again++) run = await RunOnceAsync(step);
        if (step.WaitAfter is { } wait) await Task.Delay(wait, practice.Time);
        return run;
    }

    private async Task<CommandRun> RunOnceAsync(Step step)
    {
        if (step.Mode == StepMode.Manual || step.Action is null) return new(step, "manual", step.ManualReason ?? "", null, []);
        var values = new Dictionary<string, string>();
        foreach (var name in step.Parameters) values[name] = await ValueAsync(step, name, values);
        if (step.Source.Contains("--previous", StringComparison.Ordinal) && values.GetValueOrDefault("pod-name") is { } crashing) values["pod-name"] = await practice.CrashAsync(step.Action.Target?.Namespace ?? place, crashing);
        var id = (await practice.Portal.Client.RunAsync(slug, step.Id, system, values)).Id();
        List<string> lines = [];
        var stopped = false;
        using var tooLong = new CancellationTokenSource(Longest);
        try
        {
            await FollowAsync();
        }
        catch (OperationCanceledException) when (tooLong.IsCancellationRequested)
        {
            return new(step, "hangs", $"no end after {Longest}", null, [.. lines.TakeLast(6)]);
        }
        catch (HttpIOException) when (tooLong.IsCancellationRequested)
        {
            return new(step, "hangs", $"no end after {Longest}", null, [.. lines.TakeLast(6)]);
        }

        Task FollowAsync() => practice.Portal.Client.FollowAsync(id, line =>
        {
            lines.Add((string)line["text"]!);
            if (!step.Live && !step.Action.Live || stopped) return false;
            stopped = true;
            _ = practice.Portal.Client.PostAsync($"/api/v1/executions/{id}/cancel", null, CancellationToken.None);
            return false;
        }, cancellation: tooLong.Token);
        var ended = await practice.Portal.Client.ExecutionAsync(id);
        var state = (string)ended["state"]!;
        if (ended["captured"] is JsonObject captured) known[(string)captured["parameter"]!] = (string)captured["value"]!;
        if (Created().Match(string.Join('\n', lines)) is { Success: true } created) known["experiment_id"] = created.Groups[1].Value;
        return new(step, stopped && state is "cancelled" or "succeeded" && stopped ? "stopped" : state, (string)ended["reason"]!, (string?)ended["expectation"]?["verdict"], [.. lines.TakeLast(6)]);
    }

    private async Task<string> ValueAsync(Step step, string name, IReadOnlyDictionary<string, string> soFar)
    {
        if (known.TryGetValue(name, out var value)) return value;
        var action = step.Action!.Principal.Bind(soFar);
        var kind = parameters.First(p => p.Name == name).Kind;
        var where = action.Target?.Namespace is { } named && ParameterText.Names(named).Count == 0 ? named : place;
        if (kind == "kubernetes.manifest") return (await new SuggestionSource(TimeProvider.System).LoadAsync(action, place, practice.Cluster, default))!;
        if (kind.StartsWith("kubernetes.", StringComparison.Ordinal))
        {
            var choices = await new SuggestionSource(TimeProvider.System).SuggestAsync(kind, where, null, "", practice.Cluster, default);
            return (choices.FirstOrDefault(c => c.Detail.StartsWith("Running", StringComparison.Ordinal) && !Data().IsMatch(c.Value)) ?? choices[0]).Value;
        }
        return $"sandbox-{name.ToLowerInvariant().Replace(' ', '-').Replace('_', '-')}";
    }

    [GeneratedRegex("\"(?:experiment_id|id)\": ?\"([^\"]+)\"")]
    private static partial Regex Created();

    [GeneratedRegex("not available yet|waiting to start|not healthy|No resources found|is not running|deleted or replaced")]
    private static partial Regex Starting();

    [GeneratedRegex("postgres|redis")]
    private static partial Regex Data();
}
