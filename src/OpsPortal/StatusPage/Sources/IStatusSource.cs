using OpsPortal.StatusPage.Pages;
using OpsPortal.Storage;

namespace OpsPortal.StatusPage.Sources;

/// <summary>
/// Facts that propose what a status page should say. A source is asked by the tick of <see cref="TendStatus"/>, and by its own
/// listeners for one system as soon as something happens. It only reads, and tells everything that holds now: what it no longer tells
/// is over. Register each as <c>AddSingleton&lt;IStatusSource, …&gt;()</c>; nothing else changes.
/// </summary>
public interface IStatusSource
{
    /// <summary>What is not as it should be now, each with its text and its evidence.</summary>
    Task<IReadOnlyList<StatusFinding>> FindAsync(OpsPortalDbContext db, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Maintenance that is planned and may be announced.</summary>
    Task<IReadOnlyList<PlannedWindow>> PlannedAsync(OpsPortalDbContext db, DateTimeOffset now, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<PlannedWindow>>([]);

    /// <summary>
    /// Times in which components were not well by measurement, for the 90 days of pages that publish by rule. What was published wins
    /// where both tell of the same time and say it worse.
    /// </summary>
    Task<IReadOnlyList<MeasuredSpan>> HistoryAsync(OpsPortalDbContext db, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<MeasuredSpan>>([]);
}

/// <param name="Source">What it comes from, stable while it lasts: <c>incident:42</c>, <c>check:17</c>.</param>
/// <param name="System">Slug.</param>
/// <param name="Component">Key or name of the system's component, in whatever case; null is about the whole system.</param>
/// <param name="State">Operational says that it was not well, is again, and is still watched.</param>
/// <param name="Text">One sentence why, for those inside; it is never published by itself.</param>
/// <param name="Evidence">Address within the portal.</param>
public sealed record StatusFinding(string Source, string System, string? Component, ComponentState State, string Text, string Evidence);

/// <param name="Key">Stable: <c>maintenance:7</c>.</param>
/// <param name="Title">For those inside; a person gives the public one.</param>
/// <param name="Components">Keys or names of components of the system; empty is the whole system.</param>
public sealed record PlannedWindow(string Key, string System, IReadOnlyList<string> Components, string Title, DateTimeOffset From, DateTimeOffset Until, string Evidence);

/// <param name="Component">As in <see cref="StatusFinding"/>.</param>
/// <param name="To">The first instant at which it was over; null while it lasts.</param>
public sealed record MeasuredSpan(string System, string? Component, ComponentState State, DateTimeOffset From, DateTimeOffset? To);
