using Npgsql;
using OpsPortal.Executions.Running;
using OpsPortal.Storage.Live;

namespace OpsPortal.Executions.Output;

/// <summary>Opens writers, and knows the secrets that none of them may let through.</summary>
public sealed class OutputWriters(
    NpgsqlDataSource source, IRedactor redactor, IEnumerable<ISecretSource> secretSources, ILiveBus bus, ExecutionLimits limits, TimeProvider time)
{
    /// <param name="more">e.g. the values of its secret parameters.</param>
    public async Task<IReadOnlyCollection<string>> SecretsAsync(Execution execution, IEnumerable<string> more)
    {
        List<string> known = [.. more];
        foreach (var secrets in secretSources) known.AddRange(await secrets.SecretsAsync(execution, CancellationToken.None));
        return known;
    }

    public OutputWriter Open(Execution execution, Claim claim, IReadOnlyCollection<string> secrets) =>
        new(new OutputStore(source, bus, claim), redactor.Open(secrets), new(limits.OutputBytes, execution.LastLine, execution.OutputBytes, execution.LinesOmitted), time);

    /// <summary>For what is kept beside the output.</summary>
    public IRedaction Redaction(IReadOnlyCollection<string> secrets) => redactor.Open(secrets);

    /// <summary>A sentence, fit to be stored.</summary>
    public string Redact(string text, IReadOnlyCollection<string> secrets) => redactor.Open(secrets).Redact(text).Replace("\0", "");
}
