using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace OpsPortal.Benchmarks.Fuzzing;

/// <summary><c>fuzz [MINUTES] [--seed N] [--out DIRECTORY]</c>: 0 where nothing was found, 1 where something was, 2 where the arguments make no sense.</summary>
internal sealed class FuzzRun(FuzzText texts, int seed, string folder) : IDisposable
{
    /// <summary>One of so many rounds looks at how time grows instead.</summary>
    private const int GrowthEvery = 40;

    /// <summary>Of the smallest text of a shape; the greatest has four times as much, which is the most that a runbook may have.</summary>
    private const int GrowthSize = 256 * 1024;

    private static readonly TimeSpan Hanging = TimeSpan.FromSeconds(60);

    private readonly FuzzTarget[] wheel = [.. FuzzTarget.All.SelectMany(t => Enumerable.Repeat(t, t.Weight))];
    private readonly Dictionary<string, FuzzFinding> findings = [];
    private readonly Dictionary<string, int> rounds = [];
    private readonly FileStream current = new(Path.Combine(folder, "current.txt"), FileMode.Create, FileAccess.Write, FileShare.Read);
    private int growths;

    /// <summary>What the text that was read last took.</summary>
    private TimeSpan taken;

    /// <summary>Processor time of the process when the text that is read now was begun.</summary>
    private TimeSpan begun;
    private (FuzzTarget Target, string Text)? running;

    public static Task<int> RunAsync(string[] args)
    {
        var (minutes, seed, folder) = (10.0, Environment.TickCount & 0xFFFFFF, Path.Combine(Path.GetTempPath(), "opsportal-fuzz"));
        for (var i = 0; i < args.Length; i++)
            if (args[i] == "--seed" && i + 1 < args.Length && int.TryParse(args[i + 1], out seed)) i++;
            else if (args[i] == "--out" && i + 1 < args.Length) folder = args[++i];
            else if (!double.TryParse(args[i], CultureInfo.InvariantCulture, out minutes) || minutes is not (> 0 and < 10_000))
            {
                Console.Error.WriteLine($"fuzz [MINUTES] [--seed N] [--out DIRECTORY]; \"{args[i]}\" is none of these.");
                return Task.FromResult(2);
            }
        Directory.CreateDirectory(folder);
        using var run = new FuzzRun(FuzzText.Load(), seed, folder);
        return Task.FromResult(run.For(TimeSpan.FromMinutes(minutes)));
    }

    private int For(TimeSpan duration)
    {
        Console.WriteLine($"Fuzzing for {duration.TotalMinutes:0.#} min with seed {seed}, {texts.Runbooks} runbooks to damage, {FuzzTarget.All.Count} readers; findings go to {folder}");
        WarmUp();
        using var watch = new Timer(_ => EndWhereHanging(), null, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; Stopwatch.GetElapsedTime(start) < duration; round++)
        {
            // each round has its own, so that a round repeats whatever those before it did
            var random = new Random(unchecked(seed * 1_000_003 + round));
            var target = wheel[random.Next(wheel.Length)];
            if (round % GrowthEvery == GrowthEvery - 1) Grow(target, random);
            else Try(target, texts.Next(random));
        }
        running = null;
        return Report();
    }

    private void WarmUp()
    {
        var random = new Random(1);
        foreach (var target in FuzzTarget.All)
            for (var i = 0; i < 30; i++)
                if (texts.Next(random) is { Length: < 20_000 } text) Attempt(target, text);
        for (var i = 0; i < 30; i++) FuzzClock.Slowness();
    }

    private void Try(FuzzTarget target, string text)
    {
        rounds[target.Name] = rounds.GetValueOrDefault(target.Name) + 1;
        if (Attempt(target, text) is { } thrown)
        {
            var key = FuzzFinding.KeyOf(target, thrown);
            if (findings.ContainsKey(key)) return;
            var smallest = Shrinking.Of(text, shorter => Attempt(target, shorter) is { } same && FuzzFinding.KeyOf(target, same) == key);
            Found(FuzzFinding.Of(target, Attempt(target, smallest) ?? thrown, smallest));
        }
        else if (taken > FuzzClock.Allowed(target, text) && FuzzClock.Best(target, text, 4) is var time && time > FuzzClock.Allowed(target, text) && !findings.ContainsKey($"{target.Name} slow"))
        {
            var smallest = Shrinking.Of(text, shorter => Attempt(target, shorter) is null && FuzzClock.Best(target, shorter, 2) > FuzzClock.Allowed(target, shorter));
            Found(new($"{target.Name} slow", target.Name, $"takes {FuzzClock.Best(target, smallest, 2).TotalSeconds:F2} s for {smallest.Length:N0} characters ({time.TotalSeconds:F2} s for {text.Length:N0})", smallest));
        }
    }

    private void Grow(FuzzTarget target, Random random)
    {
        growths++;
        var shape = texts.Shape(random, out var description);
        if (Attempt(target, shape(GrowthSize)) is not null) return;
        if (GrowthJudge.Of(times => Measured(target, shape(times * GrowthSize))) is not var (once, twice, four)) return;
        Found(new($"{target.Name} growth {description}", target.Name, $"time grows faster than the text: {once.TotalMilliseconds:F0}, {twice.TotalMilliseconds:F0}, {four.TotalMilliseconds:F0} ms for {GrowthSize / 1024}, {GrowthSize / 512} and {GrowthSize / 256} Ki characters of {description}", shape(2000)));
    }

    private TimeSpan Measured(FuzzTarget target, string text)
    {
        Begin(target, text);
        return FuzzClock.Time(target, text);
    }

    private Exception? Attempt(FuzzTarget target, string text)
    {
        Begin(target, text);
        var before = FuzzClock.Now;
        try
        {
            target.Run(text);
            return null;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
        finally
        {
            taken = FuzzClock.Now - before;
        }
    }

    /// <summary>An input that ends the process (no stack left, no memory left) is still in the file.</summary>
    private void Begin(FuzzTarget target, string text)
    {
        running = (target, text);
        current.SetLength(0);
        current.Write(Encoding.UTF8.GetBytes($"{target.Name}\n{text}"));
        current.Flush();
        begun = Environment.CpuUsage.TotalTime;
    }

    private void Found(FuzzFinding finding)
    {
        if (!findings.TryAdd(finding.Key, finding)) return;
        var file = Path.Combine(folder, $"{seed}-{findings.Count}-{finding.Target}.txt");
        File.WriteAllText(file, Writable(finding.Input));
        Console.WriteLine($"\n{findings.Count}. {finding.Target}: {finding.What}\n   {file}");
    }

    /// <summary>Half a surrogate is no character that a file can hold.</summary>
    private static string Writable(string text) => text.EnumerateRunes().Contains(Rune.ReplacementChar)
        ? string.Concat(text.Select((c, i) => char.IsSurrogate(c) ? $"\\u{(int)c:X4}" : $"{c}")) : text;

    private void EndWhereHanging()
    {
        if (running is not var (target, text) || Environment.CpuUsage.TotalTime - begun < Hanging) return;
        Found(new($"{target.Name} hangs", target.Name, $"has not come to an end after {Hanging.TotalSeconds} s of processor time with {text.Length:N0} characters; the run ends here", text));
        Environment.Exit(Report());
    }

    private int Report()
    {
        Console.WriteLine($"\nseed {seed}: {rounds.Values.Sum():N0} rounds ({string.Join(", ", rounds.OrderByDescending(r => r.Value).Select(r => $"{r.Key} {r.Value:N0}"))}), growth of {growths:N0} shapes, {findings.Count} findings");
        return findings.Count > 0 ? 1 : 0;
    }

    public void Dispose()
    {
        current.Dispose();
        File.Delete(current.Name);
    }
}
