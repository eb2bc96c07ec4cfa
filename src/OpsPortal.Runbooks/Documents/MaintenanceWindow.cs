namespace OpsPortal.Runbooks.Documents;

/// <summary>When maintenance is done, as the document says it.</summary>
/// <param name="Name">The heading: "Weekly Maintenance".</param>
/// <param name="Recurrence"><c>daily</c>, <c>weekly</c>, <c>monthly</c>, <c>quarterly</c>; null for one that is planned each time.</param>
/// <param name="Week">Which one of the month, 1 to 5; null for every one.</param>
/// <param name="TimeZone">As written: <c>UTC</c>.</param>
/// <param name="Tasks">What is done in it.</param>
/// <param name="AnnounceBefore">How long before it people are told.</param>
public sealed record MaintenanceWindow(
    string Name, string? Recurrence, DayOfWeek? Day, int? Week, TimeOnly? Start, TimeOnly? End, string? TimeZone,
    IReadOnlyList<string> Tasks, TimeSpan? AnnounceBefore, int Line);
