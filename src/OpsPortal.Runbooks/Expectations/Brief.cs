namespace OpsPortal.Runbooks.Expectations;

/// <summary>Output as it may stand in a sentence.</summary>
internal static class Brief
{
    public static string Of(string text, int most = 60) => text.Length <= most ? text : $"{text.AsSpan(0, most - 1).TrimEnd()}…";

    public static string Quoted(string text) => $"\"{Of(text.Trim())}\"";

    /// <summary>"1 line", "3 lines".</summary>
    public static string Count(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";
}
