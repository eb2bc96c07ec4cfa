using System.Text;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Filters;
using OpsPortal.Runbooks.Compiling.Filters.AwkLanguage;
using OpsPortal.Runbooks.Compiling.Filters.Patterns;

namespace OpsPortal.Targets.Filters.AwkLanguage;

/// <summary>awk over a stream of lines.</summary>
internal sealed class AwkFilter : LineFilter
{
    /// <summary>128 MiB: only where records are no lines.</summary>
    private const int MostHeld = 64 << 20;

    private readonly Awk awk;
    private readonly AwkBudget budget;
    private readonly AwkMachine machine;
    private readonly StringBuilder held = new();
    private bool begun;
    private bool byLine;
    private bool stopped;

    public AwkFilter(Awk awk)
    {
        this.awk = awk;
        budget = new(awk.Source);
        try
        {
            machine = new(awk, AwkParser.Parse(awk.Program), budget);
        }
        catch (FilterSyntaxException wrong)
        {
            throw new FilterException($"{wrong.Message}.");
        }
    }

    public override string? Failure => machine.ExitCode == 0 ? null : $"awk ended with exit code {machine.ExitCode}";

    public override async ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        Begin(cancellation);
        if (!byLine && !stopped)
        {
            if (held.Length + line.Length > MostHeld) throw new FilterException($"{awk.Source}: more than {MostHeld >> 19} MiB to hold. Narrow the input first, e.g. with --tail, --since or grep.");
            held.Append(line).Append('\n');
        }
        else if (!stopped) Guarded(() => stopped |= !machine.Accept(line));
        return await FlushAsync(next, cancellation) && !stopped;
    }

    public override async ValueTask CompleteAsync(LineSink next, CancellationToken cancellation)
    {
        Begin(cancellation);
        if (!byLine && !stopped)
            foreach (var record in Records(held.ToString(), machine.RecordSeparator))
            {
                Guarded(() => stopped |= !machine.Accept(record));
                if (!await FlushAsync(next, cancellation)) return;
                if (stopped) break;
            }
        Guarded(machine.End);
        if (await FlushAsync(next, cancellation) && machine.Output.Length > 0) await next(machine.Output.ToString(), cancellation);
    }

    private void Begin(CancellationToken cancellation)
    {
        budget.Cancellation = cancellation;
        if (begun) return;
        begun = true;
        Guarded(machine.Begin);
        stopped = machine.Exited || !machine.ReadsRecords;
        byLine = machine.RecordSeparator == "\n";
    }

    private void Guarded(Action step)
    {
        try
        {
            step();
        }
        catch (AwkExitException)
        {
            stopped = true;
        }
        catch (InsufficientExecutionStackException)
        {
            throw new FilterException($"{awk.Source}: the program is nested too deeply.");
        }
    }

    /// <summary>Hands on the lines that are finished.</summary>
    private async ValueTask<bool> FlushAsync(LineSink next, CancellationToken cancellation)
    {
        if (machine.Output.Length == 0) return true;
        var text = machine.Output.ToString();
        machine.Output.Clear();
        var start = 0;
        for (int end; (end = text.IndexOf('\n', start)) >= 0; start = end + 1)
            if (!await next(text[start..end], cancellation)) return false;
        machine.Output.Append(text, start, text.Length - start);
        return true;
    }

    private static IEnumerable<string> Records(string text, string separator)
    {
        if (separator.Length == 0)
            return text.Trim('\n').Split("\n\n").Select(r => r.Trim('\n')).Where(r => r.Length > 0);
        IEnumerable<string> records;
        if (separator.Length == 1) records = text.Split(separator[0]);
        else
        {
            var pattern = new TextPattern("awk", separator, GrepSyntax.Extended, PatternEscapes.Awk);
            List<string> parts = [];
            var start = 0;
            while (start < text.Length && pattern.Find(text, start) is { Length: > 0 } match)
            {
                parts.Add(text[start..match.Index]);
                start = match.End;
            }
            parts.Add(text[start..]);
            records = parts;
        }
        // what follows the last separator is no record of its own where it is empty
        var list = records.ToList();
        if (list.Count > 0 && list[^1].Length == 0) list.RemoveAt(list.Count - 1);
        return list;
    }
}
