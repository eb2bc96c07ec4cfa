using Microsoft.Extensions.DependencyInjection.Extensions;
using OpsPortal.Executions.Approvals;
using OpsPortal.Executions.Files;
using OpsPortal.Executions.Nodes;
using OpsPortal.Executions.Outcomes;
using OpsPortal.Executions.Output;
using OpsPortal.Executions.Plans;
using OpsPortal.Executions.Reverts;
using OpsPortal.Executions.Running;
using OpsPortal.Executions.Verification;
using OpsPortal.Storage;
using OpsPortal.Storage.Jobs;

namespace OpsPortal.Executions;

public static class ExecutionServices
{
    /// <summary>Needs <see cref="StorageServices.AddStorage"/>, an <see cref="IRunbookSource"/> and an <see cref="IStepRunner"/>.</summary>
    public static IServiceCollection AddExecutions(this IServiceCollection services, IConfiguration configuration)
    {
        var roles = Roles.Of(configuration);
        var limits = configuration.GetSection("Executions").Get<ExecutionLimits>() ?? new();
        services.AddJobs(roles.Worker);
        services.AddSingleton(limits).AddSingleton(roles).AddSingleton(Node.Of(configuration)).AddSingleton<NodeQueries>();

        services.AddSingleton<SecretParameters>().AddSingleton<NewExecution>().AddSingleton<CapturedSecrets>().AddSingleton<ExecutionLedger>();
        services.AddTransient<RequestExecution>().AddTransient<RequestSectionReads>();
        services.AddSingleton<CancelExecution>().AddSingleton<ExecutionQueries>().AddSingleton<Files.FilesAtHand>().AddSingleton<OutcomeQueries>().AddSingleton<IOutcomeReader>(provider => provider.GetRequiredService<OutcomeQueries>()).AddSingleton<OutputReader>();

        services.AddSingleton<KeptChanges>().AddSingleton<StepFilesFactory>().AddSingleton<PlanConflicts>().AddSingleton<ChangeWindows>().AddTransient<Planning>().AddTransient<PlanContract>();
        services.AddTransient<DraftExecution>().AddTransient<DraftRevert>().AddTransient<ConfirmPlan>().AddTransient<PreviewStep>().AddTransient<RevertExecution>();
        services.AddTransient<DecideExecution>().AddSingleton<ExpireApprovals>().AddSingleton<SettleOutcome>().AddTransient<VerifyOutcome>();

        services.AddSingleton<IRedactor, SecretRedactor>().AddTransient<OutputWriters>();
        services.TryAddSingleton<ICommitPoints, NobodyWatches>();
        services.AddSingleton<Claims>().AddSingleton<EndExecution>().AddSingleton<StepResults>().AddSingleton<PreviousOutput>().AddSingleton<ISecretSource, TargetSecrets>().AddTransient<RunExecution>();
        services.AddSingleton<RunningExecutions>().AddHostedService(provider => provider.GetRequiredService<RunningExecutions>()).AddHostedService<NodeSigns>();
        services.AddSingleton<LeaseReaper>();
        services.AddSignalR();
        if (roles.Worker) services.AddHostedService(provider => provider.GetRequiredService<LeaseReaper>()).AddHostedService<LedgerUpkeep>().AddHostedService<ExecutionWorker>();
        return services;
    }
}
