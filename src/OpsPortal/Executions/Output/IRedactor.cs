namespace OpsPortal.Executions.Output;

/// <summary>Takes secrets out of text before it is stored or shown.</summary>
public interface IRedactor
{
    /// <summary>For the texts of one execution, line by line; remembers what spans lines (a private key).</summary>
    /// <param name="secrets">Values known to be secret.</param>
    IRedaction Open(IEnumerable<string> secrets);
}

public interface IRedaction
{
    string Redact(string line);
}

/// <summary>Knows secret values that an execution's output must not show, e.g. the token of its cluster. Any number of them may be registered.</summary>
public interface ISecretSource
{
    ValueTask<IReadOnlyCollection<string>> SecretsAsync(Execution execution, CancellationToken cancellation);
}
