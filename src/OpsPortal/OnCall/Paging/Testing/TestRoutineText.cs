using OpsPortal.Frame;

namespace OpsPortal.OnCall.Paging.Testing;

/// <summary>Regular test pages in sentences.</summary>
internal static class TestRoutineText
{
    /// <summary>From then on a page that nobody answered tells that nobody answers.</summary>
    private static readonly TimeSpan Answer = TimeSpan.FromMinutes(30);

    /// <summary>"every Monday at 10:00, Europe/Berlin".</summary>
    public static string When(TestRoutine routine) => $"every {(routine.Day is { } day ? $"{day}" : "day")} at {routine.At:HH:mm}, {routine.TimeZone}";

    /// <summary>What the last one tells of paging. Pure.</summary>
    public static ReadyCheck Check(TestRoutineView view, DateTimeOffset now)
    {
        var (subject, routine) = ($"Test page to {view.Whom}", view.Routine);
        var when = $"It comes {When(routine)}.";
        if (routine.LastProblem is { } problem) return new(false, subject, $"{problem} {when}");
        if (view.Last is not { } page) return new(true, subject, $"The first one is still to come. {when}");
        var ago = RelativeText.Of(page.CreatedAt, now);
        if (page.State == PageState.Acknowledged) return new(true, subject, $"{page.AcknowledgedBy} answered the last one, {ago}, after {DurationText.Of(page.AcknowledgedAt!.Value - page.CreatedAt)}. {when}");
        if (page.State == PageState.Unreached) return new(false, subject, $"The last one, {ago}, did not get through to {page.Contact}: {page.EndedBecause} {when}");
        if (now - page.CreatedAt < Answer) return new(true, subject, $"One is under way to {page.Contact}. {when}");
        var delivered = page.Attempts.Any(a => a.State == AttemptState.Delivered);
        return new(delivered, subject, delivered ? $"The last one, {ago}, was delivered to {page.Contact}, and nobody answered it. {when}" : $"Whether the last one, {ago}, reached {page.Contact} is not known. {when}");
    }
}
