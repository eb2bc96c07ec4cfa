using System.Security.Cryptography;
using OpsPortal.Runbooks.Actions.Host;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Host;

/// <summary>What exactly would be run. What a program does is known only to itself, unless it has a dry run.</summary>
internal static class HostPreview
{
    private const int MostLines = 200;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <param name="execute">Runs a program as a step does.</param>
    public static async Task<ActionPreview> OfAsync(HostRun run, ActionContext context, Func<HostRun, ActionContext, CancellationToken, Task<ActionOutcome>> execute, CancellationToken cancellation)
    {
        var settings = context.Targets.Host;
        if (HostAllowList.Refusal(run, settings) is { } refusal) return new() { Refusal = refusal, Reversal = NoWay(run) };
        await using var desk = new HostDesk(settings);
        // the environment's own directory is left as it is
        if (settings.WorkingDirectory is null) await desk.BringAsync(run, context.Files, cancellation);
        if (desk.Find(run.Program) is not { } file)
            return new() { Refusal = $"{run.Program} is not there: it is neither installed where the environment looks for programs nor among the step's files.", Reversal = NoWay(run) };
        var vector = $"{run.Program} {string.Join(' ', desk.Arguments(run).Select(a => Quoted(desk.Paths.Written(a))))}".TrimEnd();
        var call = new PlannedRequest("host", Masked.Text(vector, context), string.Join('\n', Body(run, settings, file, desk)));
        var digest = await DigestAsync(file, cancellation);
        var preview = new ActionPreview
        {
            Requests = [call],
            Preconditions = [new($"program {run.Program}", $"{file}, sha256 {digest[..12]}", digest)],
            Reversal = NoWay(run),
            Unavailable = "What a program does cannot be tried.",
        };
        if (DryRun.Of(run) is not { } dry) return preview;
        var line = Masked.Text($"{dry.Program} {string.Join(' ', dry.Arguments.Select(Quoted))}", context);
        if (!DryRun.MayRun(dry) || HostAllowList.Refusal(dry, settings) is not null) return preview with { Unavailable = $"What a program does cannot be tried from here. It has a dry run: {line}" };
        return await TriedAsync(preview, dry, line, context, execute, cancellation);
    }

    private static async Task<ActionPreview> TriedAsync(ActionPreview preview, HostRun dry, string line, ActionContext context, Func<HostRun, ActionContext, CancellationToken, Task<ActionOutcome>> execute, CancellationToken cancellation)
    {
        var output = new FirstLines();
        using var limit = new CancellationTokenSource(Longest, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            // a read: nothing is announced, and nothing is piped to it
            var outcome = await execute(dry with { InnerRisk = Runbooks.Risks.Risk.Read }, context with { Output = output, Input = null }, either.Token);
            var said = Masked.Text(string.Join('\n', output.Lines), context);
            return preview with
            {
                Effects = [outcome.Succeeded ? "Its dry run says what it would do; see below" : $"Its dry run did not go well: {outcome.Reason}"],
                Requests = [.. preview.Requests, new("host, dry run", line, said)],
                Unavailable = outcome.Succeeded ? "Only what the program's own dry run tells is known." : "What a program does cannot be tried, and its dry run failed.",
            };
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return preview with { Unavailable = $"What a program does cannot be tried, and its dry run ({line}) took longer than {Longest.TotalSeconds:0} seconds." };
        }
    }

    private static IEnumerable<string> Body(HostRun run, HostSettings settings, string file, HostDesk desk)
    {
        yield return $"program: {file}";
        yield return $"directory: {settings.WorkingDirectory ?? "a new, empty one"}";
        if (Directory.Exists(desk.WorkingDirectory) && settings.WorkingDirectory is null)
            foreach (var brought in Directory.EnumerateFiles(desk.WorkingDirectory, "*", SearchOption.AllDirectories).Take(20)) yield return $"file handed in: {Path.GetRelativePath(desk.WorkingDirectory, brought)} ({Counted.Bytes(new FileInfo(brought).Length)})";
        var variables = run.Variables.Keys.Concat(settings.Variables.Keys).Distinct().Order(StringComparer.Ordinal).ToList();
        if (variables.Count > 0) yield return $"variables: {string.Join(", ", variables)}";
    }

    private static Reversal NoWay(HostRun run) => Reversal.Impossible($"It cannot be put back: what a program changed is not known{(DryRun.WayBack(run) is { } back ? $". {back}" : "")}.");

    private static async Task<string> DigestAsync(string file, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }

    private static string Quoted(string word) => word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || "-_./=:,@%+".Contains(c)) ? word : $"'{word.Replace("'", "'\\''")}'";

    private sealed class FirstLines : IOutput
    {
        private readonly Lock gate = new();
        private readonly List<string> lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (gate) return [.. lines];
            }
        }

        public ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation)
        {
            lock (gate)
                if (lines.Count < MostLines) lines.Add(line);
                else if (lines.Count == MostLines) lines.Add("…");
            return ValueTask.CompletedTask;
        }
    }
}
