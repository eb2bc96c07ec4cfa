using System.ComponentModel;
using System.Diagnostics;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Host;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Previews;
using OpsPortal.Targets.Streams;

namespace OpsPortal.Targets.Host;

/// <summary>
/// Runs a program of this machine: an argument vector, no shell, an environment of its own, and only where the environment allows it.
/// Whoever cancels kills it with all that it started.
/// </summary>
internal sealed class HostRunExecutor : IActionExecutor
{
    private const int NotFound = 127, NotExecutable = 126;

    /// <summary>For output that a child holds open after the program itself has ended.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public Type ActionType => typeof(HostRun);

    public async Task<ActionPreview> PreviewAsync(StepAction action, ActionContext context, CancellationToken cancellation) =>
        action.Risk == Risk.Read && context.Input is null ? new() { Reversal = Reversal.Impossible("It only reads: there is nothing to put back.") }
            : await HostPreview.OfAsync((HostRun)action, context, ExecuteAsync, cancellation);

    public async Task<ActionOutcome> ExecuteAsync(StepAction action, ActionContext context, CancellationToken cancellation)
    {
        var run = (HostRun)action;
        var settings = context.Targets.Host;
        if (HostAllowList.Refusal(run, settings) is { } refusal) return ActionOutcome.Failure(refusal);
        await using var desk = new HostDesk(settings);
        await desk.BringAsync(run, context.Files, cancellation);
        if (desk.Find(run.Program) is not { } file)
            return ActionOutcome.Failure($"{run.Program} is not there: it is neither installed where the environment looks for programs nor among the step's files.", NotFound);
        if (run.Risk != Risk.Read) await context.BeforeSideEffect(cancellation);
        Process process;
        try
        {
            process = Process.Start(Start(file, run, desk, settings))!;
        }
        catch (Win32Exception e)
        {
            return ActionOutcome.Failure($"{run.Program} could not be started: {e.Message}. Check that it may be executed and that its first line names an interpreter that exists.", NotExecutable);
        }
        using (process)
        {
            var code = await FollowAsync(process, desk.Paths, context, cancellation);
            return code == 0 ? new(true, $"{run.Program} ended without an error", 0) : ActionOutcome.Failure($"{run.Program} ended with exit code {code}", code);
        }
    }

    private static ProcessStartInfo Start(string file, HostRun run, HostDesk desk, HostSettings settings)
    {
        var start = new ProcessStartInfo(file, desk.Arguments(run))
        {
            WorkingDirectory = desk.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = string.Join(Path.PathSeparator, desk.SearchPath);
        start.Environment["HOME"] = desk.Home;
        start.Environment["LANG"] = "C.UTF-8";
        foreach (var (name, value) in run.Variables) start.Environment[name] = value;
        // the administrator's word is the last
        foreach (var (name, value) in settings.Variables) start.Environment[name] = value;
        return start;
    }

    private static async Task<int> FollowAsync(Process process, HostPaths paths, ActionContext context, CancellationToken cancellation)
    {
        using var turn = new SemaphoreSlim(1);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            var feeding = FeedAsync(process, context.Input, over.Token);
            var reading = Task.WhenAll(
                ReadAsync(process.StandardOutput.BaseStream, OutputStream.Out, paths, context.Output, turn, over.Token),
                ReadAsync(process.StandardError.BaseStream, OutputStream.Error, paths, context.Output, turn, over.Token));
            // a failing reader is known at once: nobody would take what the program goes on writing
            await await Task.WhenAny(process.WaitForExitAsync(cancellation), reading);
            await process.WaitForExitAsync(cancellation);
            await Task.WhenAny(reading, Task.Delay(Patience, TimeProvider.System, over.Token));
            if (reading.IsCompleted) await reading;
            await over.CancelAsync();
            await Task.WhenAll(feeding, reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static async Task FeedAsync(Process process, IAsyncEnumerable<string>? lines, CancellationToken cancellation)
    {
        try
        {
            if (lines is not null)
                await foreach (var line in lines.WithCancellation(cancellation)) await process.StandardInput.WriteLineAsync(line.AsMemory(), cancellation);
        }
        catch (IOException)
        {
            // it has read enough and closed its end
        }
        finally
        {
            try
            {
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // the rest that was still to be sent
            }
        }
    }

    private static async Task ReadAsync(Stream from, OutputStream stream, HostPaths paths, IOutput output, SemaphoreSlim turn, CancellationToken cancellation)
    {
        var lines = new LineAssembler(async (line, stop) =>
        {
            await turn.WaitAsync(stop);
            try
            {
                await output.WriteAsync(stream, paths.Written(line), stop);
            }
            finally
            {
                turn.Release();
            }
        });
        var buffer = new byte[16 * 1024];
        for (int count; (count = await from.ReadAsync(buffer, cancellation)) > 0;) await lines.AddAsync(buffer.AsMemory(0, count), cancellation);
        await lines.CompleteAsync(cancellation);
    }
}
