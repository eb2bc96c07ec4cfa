namespace OpsPortal.Runbooks.Compiling.Filters;

/// <summary>A program or pattern that is wrong or asks for what is not carried out here.</summary>
/// <param name="message">The reason, without full stop.</param>
internal sealed class FilterSyntaxException(string message) : Exception(message);
