using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Filters;
using OpsPortal.Runbooks.Compiling.Filters.JqLanguage;

namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary>jq over a stream of JSON documents. An error concerns one document; the next ones still come.</summary>
internal sealed class JqFilter : LineFilter
{
    /// <summary>Documents that <c>-s</c> holds.</summary>
    private const int MostSlurped = 5_000_000;

    /// <summary>Characters that one document may print: 256 MiB in memory.</summary>
    private const long MostPrinted = 128L << 20;

    private readonly Jq jq;
    private readonly JqNode program;
    private readonly JqScope? scope;
    private readonly JqReader reader;
    private readonly Queue<JqValue> documents = new();
    private readonly List<JqValue> slurped = [];
    private readonly System.Text.StringBuilder rawInput = new();
    private readonly JqPrinter printer;
    private JqValue? last;
    private int lines;
    private int failed;
    private bool broken;

    public JqFilter(Jq jq)
    {
        this.jq = jq;
        reader = new(documents.Enqueue);
        printer = new(jq.Output);
        try
        {
            program = JqParser.Parse(jq.Program, [.. jq.Texts.Concat(jq.Values).Select(v => v.Name), "__prog_args"]);
            foreach (var (name, text) in jq.Texts) scope = JqScope.Variable(scope, name, JqValue.Of(text));
            foreach (var (name, json) in jq.Values) scope = JqScope.Variable(scope, name, JqReader.One(json) ?? throw new FormatException());
        }
        catch (FilterSyntaxException wrong)
        {
            throw new FilterException($"{wrong.Message}.");
        }
        catch (FormatException)
        {
            throw new FilterException($"{jq.Source}: the value of --argjson is no JSON.");
        }
    }

    public override string? Failure => broken || failed > 0 ? "jq found an error in the data; it stands in the output"
        : jq.ExitStatus && last is null ? "jq -e: there was no result" : jq.ExitStatus && !last!.IsTrue ? "jq -e: the last result is null or false" : null;

    public override async ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        if (jq.NullInput || broken) return false;
        lines++;
        if (jq.RawInput)
        {
            if (!jq.Slurp) return await RunAsync(JqValue.Of(line), next, cancellation);
            rawInput.Append(line).Append('\n');
            return true;
        }
        await ReadAsync(() => reader.Line(line), cancellation);
        return await DrainAsync(next, cancellation) && !broken;
    }

    public override async ValueTask CompleteAsync(LineSink next, CancellationToken cancellation)
    {
        if (jq.NullInput) await RunAsync(JqValue.Null, next, cancellation);
        else if (jq is { RawInput: true, Slurp: true }) await RunAsync(JqValue.Of(rawInput.ToString()), next, cancellation);
        else if (!broken && !jq.RawInput)
        {
            await ReadAsync(reader.End, cancellation);
            if (!await DrainAsync(next, cancellation)) return;
            if (jq.Slurp && !broken) await RunAsync(new JqArray(slurped), next, cancellation);
        }
        foreach (var line in printer.Rest()) await next(line, cancellation);
    }

    private async ValueTask ReadAsync(Action read, CancellationToken cancellation)
    {
        try
        {
            read();
        }
        catch (FormatException wrong)
        {
            broken = true;
            await Complain($"parse error: {wrong.Message}", cancellation);
        }
    }

    private async ValueTask<bool> DrainAsync(LineSink next, CancellationToken cancellation)
    {
        while (documents.TryDequeue(out var document))
        {
            if (jq.Slurp)
            {
                if (slurped.Count >= MostSlurped) throw new FilterException($"{jq.Source}: more than {MostSlurped} documents to hold. Narrow the input first.");
                slurped.Add(document);
            }
            else if (!await RunAsync(document, next, cancellation)) return false;
        }
        return true;
    }

    private async ValueTask<bool> RunAsync(JqValue document, LineSink next, CancellationToken cancellation)
    {
        var machine = new JqMachine(jq.Source, cancellation);
        string? error = null;
        List<string> printed = [];
        var size = 0L;
        try
        {
            machine.Run(program, scope, document, value =>
            {
                last = value;
                foreach (var line in printer.Print(value))
                {
                    printed.Add(line);
                    size += line.Length + 16;
                }
                return size <= MostPrinted ? true : throw new FilterException($"{jq.Source}: more than {MostPrinted >> 19} MiB of results for one document.");
            });
        }
        catch (JqException wrong)
        {
            failed++;
            error = $"jq: error (at <stdin>:{lines})" + (wrong.Value is JqString ? $": {wrong.Message}" : $" {wrong.Message}");
        }
        foreach (var line in printed)
            if (!await next(line, cancellation)) return false;
        if (error is not null) await Complain(error, cancellation);
        return true;
    }
}
