using OpsPortal.Environments;

namespace OpsPortal.Executions.Output;

/// <summary>The credentials of an execution's environment: whatever prints one, it is not stored.</summary>
internal sealed class TargetSecrets(EnvironmentVault vault) : ISecretSource
{
    public ValueTask<IReadOnlyCollection<string>> SecretsAsync(Execution execution, CancellationToken cancellation) =>
        ValueTask.FromResult(execution.Environment is { } environment ? vault.Secrets(environment) : []);
}
