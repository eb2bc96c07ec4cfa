using OpsPortal.Environments;

namespace OpsPortal.Runbooks;

/// <summary>Values that a parameter can have right now, as the target knows them.</summary>
public interface ISuggestions
{
    /// <param name="values">What was given so far: the namespace narrows the pods.</param>
    /// <returns>Nothing where the target cannot be asked or the kind is free text.</returns>
    Task<IReadOnlyList<string>> ForAsync(EnvironmentSummary environment, RunbookEdition edition, Parameter parameter, IReadOnlyDictionary<string, string> values, CancellationToken cancellation);
}
