namespace OpsPortal.Benchmarks.Fuzzing;

/// <summary>Something that must not be, and the smallest input it was seen with.</summary>
/// <param name="Key">The same for what is evidently the same.</param>
/// <param name="What">A sentence.</param>
internal sealed record FuzzFinding(string Key, string Target, string What, string Input)
{
    public static FuzzFinding Of(FuzzTarget target, Exception exception, string input) =>
        new(KeyOf(target, exception), target.Name, exception is UnsoundException ? exception.Message : $"{exception.GetType().Name}: {exception.Message}\n{Frames(exception, 4)}", input);

    public static string KeyOf(FuzzTarget target, Exception exception) =>
        exception is UnsoundException ? $"{target.Name}: {exception.Message}" : $"{exception.GetType().Name} {Frames(exception, 1)}";

    private static string Frames(Exception exception, int most) => string.Join('\n',
        (exception.StackTrace ?? "").Split('\n').Where(l => l.Contains("OpsPortal.", StringComparison.Ordinal) && !l.Contains("Fuzz", StringComparison.Ordinal)).Take(most).Select(l => l.Trim().Split(" in ")[0]));
}
