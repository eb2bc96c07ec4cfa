namespace OpsPortal.Recurring;

/// <summary>One time at which a recurrence falls.</summary>
/// <param name="At">In UTC.</param>
/// <param name="Local">What the clock of the recurrence's zone shows then.</param>
/// <param name="Moved">The rule's own time did not exist that day, because clocks went forward: it is later by the length of the jump.</param>
public sealed record Occurrence(DateTimeOffset At, DateTime Local, bool Moved = false);
