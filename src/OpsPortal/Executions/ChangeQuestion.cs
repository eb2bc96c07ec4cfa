namespace OpsPortal.Executions;

/// <summary>What a person is asked before a change.</summary>
internal static class ChangeQuestion
{
    /// <summary>"Scale deployment x to 5 in y" and "from 3" make "Scale deployment x from 3 to 5 in y?".</summary>
    /// <param name="now">What is so now, as the executor tells it; null where there is nothing to tell.</param>
    public static string Of(string sentence, string? now)
    {
        if (string.IsNullOrWhiteSpace(now)) return $"{sentence}?";
        if (!now.StartsWith("from ", StringComparison.Ordinal)) return $"{sentence}? {now}";
        var to = sentence.IndexOf(" to ", StringComparison.Ordinal);
        return to < 0 ? $"{sentence} ({now})?" : $"{sentence[..to]} {now}{sentence[to..]}?";
    }
}
