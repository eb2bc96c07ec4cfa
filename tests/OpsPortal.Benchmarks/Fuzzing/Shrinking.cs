using System.Diagnostics;

namespace OpsPortal.Benchmarks.Fuzzing;

/// <summary>Makes an input smaller as long as it shows the same.</summary>
internal static class Shrinking
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public static string Of(string text, Func<string, bool> shows)
    {
        var start = Stopwatch.GetTimestamp();
        for (var size = Math.Max(1, text.Length / 2); ;)
        {
            var shrunk = false;
            for (var at = 0; at < text.Length;)
            {
                if (Stopwatch.GetElapsedTime(start) > Longest) return text;
                var shorter = text.Remove(at, Math.Min(size, text.Length - at));
                if (shows(shorter)) (text, shrunk) = (shorter, true);
                else at += size;
            }
            if (size == 1 && !shrunk) return text;
            if (!shrunk || size > text.Length) size = Math.Max(1, size / 2);
        }
    }
}
