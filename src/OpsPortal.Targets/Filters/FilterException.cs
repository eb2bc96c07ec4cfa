namespace OpsPortal.Targets.Filters;

/// <summary>A filter cannot do what it is asked; the message says why and what to do.</summary>
public sealed class FilterException(string message) : Exception(message);
