namespace OpsPortal.Runbooks.Documents;

/// <summary>Whom the document names for help.</summary>
/// <param name="Role">"On-call Engineer", "Slack Channel".</param>
/// <param name="Detail">A number, channel, address or name; null where the document only leaves a place for it.</param>
public sealed record Contact(string Role, string? Detail, int Line);

/// <summary>Who takes over when an incident is not resolved: "Level 1: On-Call Engineer".</summary>
/// <param name="Level">1 is called first.</param>
/// <param name="EscalateAfter">When the next level takes over; null where that is not told as a time.</param>
/// <param name="EscalateWhen">The condition as the document words it.</param>
public sealed record EscalationLevel(int Level, string Name, string? Contact, string? Responsibility, TimeSpan? EscalateAfter, string? EscalateWhen, int Line);
