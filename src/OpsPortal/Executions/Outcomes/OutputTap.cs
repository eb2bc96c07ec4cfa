using OpsPortal.Targets;

namespace OpsPortal.Executions.Outcomes;

/// <summary>
/// Remembers the first lines that go by, with their numbers: for the verdict on what the runbook expects, and for the value that a step
/// captures. With <paramref name="withhold"/> the lines themselves go no further, because they are a secret.
/// </summary>
internal sealed class OutputTap(IOutput output, int written, bool withhold) : IOutput
{
    private const int MostLines = 5_000;
    private const int MostCharacters = 1024 * 1024;

    private readonly Lock gate = new();
    private readonly List<TappedLine> lines = [];
    private int number = written;
    private int characters;

    /// <summary>Lines went by that are not in <see cref="Lines"/>.</summary>
    public bool Overflowed { get; private set; }

    public IReadOnlyList<TappedLine> Lines
    {
        get { lock (gate) return [.. lines]; }
    }

    public ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation)
    {
        lock (gate)
        {
            var hidden = withhold && stream == OutputStream.Out;
            if (!hidden) number++;
            if (lines.Count < MostLines && characters + line.Length <= MostCharacters)
            {
                lines.Add(new(number, stream, line));
                characters += line.Length;
            }
            else Overflowed = true;
            if (hidden) return ValueTask.CompletedTask;
        }
        return output.WriteAsync(stream, line, cancellation);
    }
}

/// <param name="Number">As the stored output counts.</param>
internal sealed record TappedLine(int Number, OutputStream Stream, string Text);
