namespace OpsPortal.Targets.Filters.AwkLanguage;

/// <summary><c>exit</c> inside a function: it leaves the expressions around the call.</summary>
internal sealed class AwkExitException : Exception;
