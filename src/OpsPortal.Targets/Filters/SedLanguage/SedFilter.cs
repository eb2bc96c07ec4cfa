using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Filters;
using OpsPortal.Runbooks.Compiling.Filters.SedLanguage;

namespace OpsPortal.Targets.Filters.SedLanguage;

/// <summary>sed over a stream of lines. A script that asks for the last line sees each line once the next one has come.</summary>
internal sealed class SedFilter : LineFilter
{
    /// <summary>128 MiB: only for a script that takes the next line in the middle of a run.</summary>
    private const long MostHeld = 64L << 20;

    private readonly Sed sed;
    private readonly SedProgram program;
    private readonly SedMachine machine;
    private readonly Queue<string> waiting = new();
    private long held;
    private bool stopped;

    public SedFilter(Sed sed)
    {
        this.sed = sed;
        try
        {
            program = SedParser.Parse(sed.Program, sed.Extended);
        }
        catch (FilterSyntaxException wrong)
        {
            throw new FilterException($"{wrong.Message}.");
        }
        machine = new(sed, program, Next);
    }

    public override string? Failure => machine.ExitCode == 0 ? null : $"sed ended with exit code {machine.ExitCode}";

    public override async ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        if (stopped) return false;
        if (program.ReadsOn)
        {
            if ((held += line.Length + 16) > MostHeld) throw new FilterException($"{sed.Source}: more than {MostHeld >> 19} MiB to hold. Narrow the input first, e.g. with --tail, --since or grep.");
            waiting.Enqueue(line);
            return true;
        }
        if (program.AsksForLast)
        {
            waiting.Enqueue(line);
            if (waiting.Count < 2) return true;
            line = waiting.Dequeue();
        }
        stopped = !machine.Run(line);
        return await FlushAsync(next, cancellation) && !stopped;
    }

    public override async ValueTask CompleteAsync(LineSink next, CancellationToken cancellation)
    {
        while (!stopped && waiting.TryDequeue(out var line))
        {
            machine.IsLast = waiting.Count == 0;
            stopped = !machine.Run(line);
            if (!await FlushAsync(next, cancellation)) return;
        }
    }

    private string? Next()
    {
        if (!waiting.TryDequeue(out var line)) return null;
        machine.IsLast = waiting.Count == 0;
        return line;
    }

    private async ValueTask<bool> FlushAsync(LineSink next, CancellationToken cancellation)
    {
        foreach (var text in machine.Output)
            foreach (var line in text.Split('\n'))
                if (!await next(line, cancellation)) return false;
        machine.Output.Clear();
        return true;
    }
}
