using System.Globalization;
using OpsPortal.Runbooks.Actions.Web;

namespace OpsPortal.Targets.Http;

/// <summary>Whether and when a transfer is tried again, as curl decides it.</summary>
internal sealed class Retrying(HttpRetries rules, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private long began;
    private int made;

    public int Left => rules.Most - made;

    /// <summary>A new transfer.</summary>
    public void Begin() => (began, made) = (time.GetTimestamp(), 0);

    /// <summary>How long to wait before the next try; null where there is none.</summary>
    public TimeSpan? Next(WebFailure? failure, TransferFacts facts)
    {
        if (made >= rules.Most || !May(failure, facts)) return null;
        var delay = rules.Delay is { } fixedDelay ? TimeSpan.FromSeconds(fixedDelay) : TimeSpan.FromSeconds(Math.Min(Math.Pow(2, made), Longest.TotalSeconds));
        if (After(facts) is { } asked && asked > delay) delay = asked < Longest ? asked : Longest;
        if (rules.MostSeconds is { } most && time.GetElapsedTime(began) + delay > TimeSpan.FromSeconds(most)) return null;
        made++;
        return delay;
    }

    public static string Name(WebFailure? failure) => failure?.Code switch
    {
        null or WebFailure.HttpError => "HTTP error",
        WebFailure.TimedOut => "timeout",
        WebFailure.NotConnected => "connection refused",
        _ => "(retrying all errors)",
    };

    private bool May(WebFailure? failure, TransferFacts facts) =>
        facts.Status is 408 or 429 or 500 or 502 or 503 or 504
        || (failure is not null && (failure.IsTransient || rules.EveryFailure || (rules.RefusedToo && failure.Code == WebFailure.NotConnected)));

    private static TimeSpan? After(TransferFacts facts) =>
        facts.Headers.FirstOrDefault(h => h.Name.Equals("Retry-After", StringComparison.OrdinalIgnoreCase)).Value is { } value
        && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
}
