using System.Diagnostics;
using OpsPortal.Executions.Output;

namespace OpsPortal.Benchmarks;

/// <summary>Redacting output with thirty known secrets, per megabyte, against copying the same lines.</summary>
internal static class RedactionTime
{
    private const int Rounds = 30;
    private const int Bytes = 1024 * 1024;

    public static void Measure()
    {
        var lines = Lines();
        string[] secrets = [.. Enumerable.Range(0, 30).Select(i => $"S3cret-{i:00}-value/{i * 7919:x}")];
        List<double> copies = [], redactions = [];
        for (var round = -10; round < Rounds; round++)
        {
            var copied = Time(lines, line => new string(line.AsSpan()));
            var redaction = new SecretRedactor().Open(secrets);
            var redacted = Time(lines, redaction.Redact);
            if (round < 0) continue; // the first rounds warm up
            copies.Add(copied);
            redactions.Add(redacted);
        }
        Console.WriteLine($"Redacting 1 MiB of output, {lines.Count:N0} lines, {secrets.Length} secrets");
        var (theirs, ours) = (Spread.Of(copies), Spread.Of(redactions));
        Spread.Print("a plain copy", theirs);
        Spread.Print("OpsPortal redacts", ours);
        Spread.PrintRatio("redact / copy", ours.Median / theirs.Median, "what 1 MiB costs: the median above");
    }

    private static List<string> Lines()
    {
        List<string> lines = [];
        for (int i = 0, bytes = 0; bytes < Bytes; i++)
        {
            lines.Add((i % 4) switch
            {
                0 => $"2026-03-08T03:12:{i % 60:00}.123Z INFO  request GET /api/v1/orders/{i} answered 200 in {i % 97} ms user=app trace={i * 2654435761L:x16}",
                1 => $"platform-service-6d4cf56db6-{i % 9999:0000}   1/1   Running   0          3d{i % 24}h   10.244.{i % 256}.{i % 199}",
                2 => $"{{\"level\":\"warn\",\"message\":\"retrying\",\"attempt\":{i % 5},\"url\":\"https://api.example.com/v1/items?page={i}\"}}",
                _ => $" {i,8} | order {i} | {i % 1000}.{i % 100:00} | pending",
            });
            bytes += lines[^1].Length + 1;
        }
        return lines;
    }

    private static double Time(List<string> lines, Func<string, string> work)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var line in lines) GC.KeepAlive(work(line));
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
