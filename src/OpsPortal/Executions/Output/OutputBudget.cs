using System.Text;

namespace OpsPortal.Executions.Output;

/// <summary>
/// Numbers lines and keeps them within a limit: the first half as it comes, of the rest the last half. What falls out between
/// is told in one line, which has the number of the first one left out; all other lines keep their true numbers.
/// </summary>
/// <param name="limit">Bytes of UTF-8, line ends counted.</param>
/// <param name="lastLine">Of an earlier attempt; numbers go on from there.</param>
internal sealed class OutputBudget(long limit, int lastLine, long bytes, int linesOmitted)
{
    private readonly Queue<OutputLine> tail = new();
    private long tailBytes;
    private long omittedBytes;
    private int omitted;
    private int firstOmitted;
    private DateTimeOffset omittedAt;
    private long storedBytes = bytes;
    private int stored = lastLine;
    private int numbered = lastLine;
    private bool full;

    public OutputProgress Progress => new(stored, storedBytes, linesOmitted);

    /// <summary>The line with its number where it is to be stored now; null where it waits in the tail.</summary>
    public OutputLine? Take(DateTimeOffset at, string stream, string text)
    {
        var line = new OutputLine(++numbered, at, stream, text);
        var size = Size(line);
        full |= storedBytes + size > limit / 2;
        if (!full)
        {
            Store(line);
            return line;
        }
        tail.Enqueue(line);
        tailBytes += size;
        while (tailBytes > limit / 2) Omit(tail.Dequeue());
        return null;
    }

    /// <summary>What is left to store once there are no more lines: the note on what is missing, and the tail.</summary>
    public IReadOnlyList<OutputLine> Rest()
    {
        List<OutputLine> rest = [];
        if (omitted > 0) rest.Add(new(firstOmitted, omittedAt, "note", $"… {omitted:N0} lines ({Megabytes(omittedBytes)}) left out: the limit for one execution is {Megabytes(limit)} …"));
        rest.AddRange(tail);
        rest.ForEach(Store);
        linesOmitted += omitted;
        (tailBytes, omitted) = (0, 0);
        tail.Clear();
        return rest;
    }

    public static int Size(OutputLine line) => Encoding.UTF8.GetByteCount(line.Text) + 1;

    private void Store(OutputLine line)
    {
        stored = line.N;
        storedBytes += Size(line);
    }

    private void Omit(OutputLine line)
    {
        if (omitted++ == 0) (firstOmitted, omittedAt) = (line.N, line.T);
        tailBytes -= Size(line);
        omittedBytes += Size(line);
    }

    private static string Megabytes(long size) => size < 1024 * 1024 ? $"{size / 1024.0:0.#} KiB" : $"{size / (1024.0 * 1024):0.#} MiB";
}
