using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Containers;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Docker.Previews;

/// <summary>What is known of a program before it runs in a container: where, as whom, and that nobody can try it.</summary>
internal static class ProgramPreview
{
    public static async Task<ActionPreview> OfAsync(ContainerExec exec, string container, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var state = await ContainerState.ReadAsync(api, container, cancellation);
        var line = Masked.Text(string.Join(' ', exec.Command), context);
        var user = exec.User ?? (state.User.Length > 0 ? state.User : "root");
        string[] how =
        [
            .. exec.WorkingDirectory is { } folder ? [$"in {folder}"] : Array.Empty<string>(),
            .. exec.Variables.Count == 0 ? [] : new[] { $"with {string.Join(", ", exec.Variables.Select(v => v.Split('=')[0]))} set" },
            .. exec.Privileged ? ["with all rights of the host"] : Array.Empty<string>(),
        ];
        return new()
        {
            Effects = [$"Runs `{line}` in container {container} as {user}{string.Concat(how.Select(h => $", {h}"))}; it is {state.Shown}"],
            Warnings = exec.Privileged ? [$"It runs privileged: what it does is not held back by the container {container}"] : [],
            Requests = [new("Docker", $"POST {DockerPath.Container(container, "/exec")}", Body(exec, line, context))],
            Preconditions = [state.Fact],
            Unavailable = $"What `{(exec.Command is [var program, ..] ? program : "")}` does in container {container} cannot be tried beforehand.",
            Refusal = state.Status == "paused" ? $"{container} is paused: resume it first." : state.Runs ? null : $"{container} is not running: start it first.",
            Reversal = Reversal.Impossible("It cannot be put back: what a program does is up to the program."),
        };
    }

    private static string Body(ContainerExec exec, string line, ActionContext context) =>
        string.Join('\n', exec.Variables.Select(v => v.Split('=', 2) is [var name, var value] ? $"{name}={Masked.Value(name, value, context)}" : v).Append(line));
}
