namespace OpsPortal.Targets.Kubernetes;

/// <summary>Whether a request is sent again, and after how long. A change is never repeated once it may have arrived.</summary>
internal static class Retries
{
    private const int MostAttempts = 3;

    /// <summary>Longer than this a person should be told rather than kept waiting.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    public static TimeSpan? After(LostConnection lost, ApiRequest request, int attempt) =>
        attempt < MostAttempts && !lost.Lasting && (request.Repeatable || lost.NeverSent) ? Backoff(attempt) : null;

    public static TimeSpan? After(KubernetesApiException refusal, ApiRequest request, int attempt) =>
        attempt >= MostAttempts ? null : refusal.StatusCode switch
        {
            // Turned away unprocessed, and told when to come back.
            429 when refusal.RetryAfter is { } wait && wait <= LongestPause && !ErrorHints.IsDisruptionBudget(refusal.Status) => wait,
            >= 500 when request.Repeatable => refusal.RetryAfter is { } wait ? (wait <= LongestPause ? wait : null) : Backoff(attempt),
            _ => null,
        };

    /// <summary>0.2 s, 0.4 s, 0.8 s … up to 30 s.</summary>
    public static TimeSpan Backoff(int attempt) =>
        TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 0.1 * Math.Pow(2, Math.Min(attempt, 20))));
}
