namespace OpsPortal.Tests.Runbooks.Golden;

/// <summary>Where two texts part and where they meet again, with a few lines around.</summary>
internal static class Difference
{
    private const int Context = 3;
    private const int Longest = 40;

    public static string Of(string expected, string actual)
    {
        var (before, after) = (expected.Split('\n'), actual.Split('\n'));
        var start = before.Zip(after).TakeWhile(p => p.First == p.Second).Count();
        var end = before.Reverse().Zip(after.Reverse()).TakeWhile(p => p.First == p.Second).Count();
        end = Math.Min(end, Math.Min(before.Length, after.Length) - start);
        IEnumerable<string> lines =
        [
            $"@@ line {start + 1} @@",
            .. before[Math.Max(0, start - Context)..start].Select(l => $"  {l}"),
            .. Some(before[start..(before.Length - end)]).Select(l => $"- {l}"),
            .. Some(after[start..(after.Length - end)]).Select(l => $"+ {l}"),
            .. before[(before.Length - end)..].Take(Context).Select(l => $"  {l}"),
        ];
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Some(string[] lines) =>
        lines.Length <= Longest ? lines : lines.Take(Longest).Append($"… and {lines.Length - Longest} more lines");
}
