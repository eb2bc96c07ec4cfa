using Microsoft.EntityFrameworkCore;
using OpsPortal.Environments;
using OpsPortal.Executions.Output;
using OpsPortal.Executions.Running;
using OpsPortal.Storage;
using OpsPortal.Targets;

namespace OpsPortal.Executions.Files;

/// <summary>Opens the files of executions.</summary>
public sealed class StepFilesFactory(IDbContextFactory<OpsPortalDbContext> contexts, EnvironmentVault vault, ExecutionLimits limits, TimeProvider time)
{
    internal IStepFiles For(Execution execution, Claim claim, IRedaction redaction) => new StepFiles(contexts, execution, claim, redaction, Host(execution), limits, time);

    /// <summary>For a preview: nothing can be written.</summary>
    internal IStepFiles ToRead(Execution execution) => new StepFiles(contexts, execution, null, null, Host(execution), limits, time);

    private HostSettings Host(Execution execution)
    {
        try
        {
            return vault.Targets(execution.Environment!).Host;
        }
        catch (TargetUnreachableException)
        {
            // The step itself will say so.
            return new();
        }
    }
}
