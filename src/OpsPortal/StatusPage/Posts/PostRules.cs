using OpsPortal.StatusPage.Pages;
using static OpsPortal.StatusPage.Posts.PostStatus;

namespace OpsPortal.StatusPage.Posts;

/// <summary>What goes with what. Pure.</summary>
public static class PostRules
{
    /// <summary>In the order in which they usually come.</summary>
    public static IReadOnlyList<PostStatus> Statuses(PostKind kind) =>
        kind == PostKind.Maintenance ? [Scheduled, InProgress, Verifying, Completed] : [Investigating, Identified, Monitoring, Resolved, Postmortem];

    public static bool IsOver(this PostStatus status) => status is Resolved or Postmortem or Completed;

    /// <summary>As status-page clients write it: <c>in_progress</c>.</summary>
    public static string Code(this PostStatus status) => status == InProgress ? "in_progress" : status.ToString().ToLowerInvariant();

    public static string Code(this PostImpact impact) => impact.ToString().ToLowerInvariant();

    public static string Code(this ComponentState state) => state switch
    {
        ComponentState.UnderMaintenance => "under_maintenance",
        ComponentState.DegradedPerformance => "degraded_performance",
        ComponentState.PartialOutage => "partial_outage",
        ComponentState.MajorOutage => "major_outage",
        _ => "operational",
    };

    /// <summary>Null where there is no such state.</summary>
    public static ComponentState? State(string? code) => Enum.GetValues<ComponentState>().Cast<ComponentState?>().FirstOrDefault(s => s!.Value.Code() == code);

    /// <summary>Null where there is no such status.</summary>
    public static PostStatus? Status(string? code) => Enum.GetValues<PostStatus>().Cast<PostStatus?>().FirstOrDefault(s => s!.Value.Code() == code);

    /// <summary>The impact that a state of components comes to.</summary>
    public static PostImpact Impact(ComponentState worst) => worst switch
    {
        ComponentState.MajorOutage => PostImpact.Critical,
        ComponentState.PartialOutage => PostImpact.Major,
        ComponentState.DegradedPerformance => PostImpact.Minor,
        _ => PostImpact.None,
    };
}
