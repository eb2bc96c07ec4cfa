using OpsPortal.Access;
using OpsPortal.Executions.Plans;
using OpsPortal.Executions.Reverts;

namespace OpsPortal.Executions;

/// <summary>Changes as pages need them: looked at beforehand, decided, put back.</summary>
public interface IChangeDesk
{
    Task<Result<Plan>> PreviewAsync(Actor actor, ExecutionRequest request, CancellationToken cancellation);
    Task<Result<Plan>> PreviewRevertAsync(Actor actor, long id, CancellationToken cancellation);
    Task<Result<Execution>> RevertAsync(Actor actor, long id, string? planHash, string? breakGlass, string key, CancellationToken cancellation);
    Task<Result<Execution>> ApproveAsync(Actor actor, long id, string planHash, string? comment, CancellationToken cancellation);
    Task<Result<Execution>> RejectAsync(Actor actor, long id, string reason, CancellationToken cancellation);

    /// <summary>A person has looked whether a change happened.</summary>
    Task<Result<Execution>> SettleAsync(Actor actor, long id, bool happened, string note, CancellationToken cancellation);

    /// <summary>The plan that an execution came of; null where it needed none.</summary>
    Task<Plan?> PlanOfAsync(long id, CancellationToken cancellation);

    /// <summary>What an execution found and left; null where it changed nothing.</summary>
    Task<KeptChange?> KeptAsync(long id, CancellationToken cancellation);

    /// <summary>What waits for a second person, oldest first.</summary>
    Task<IReadOnlyList<Execution>> WaitingAsync(CancellationToken cancellation);
}

internal sealed class ChangeDesk(
    PreviewStep preview, RevertExecution revert, Approvals.DecideExecution decide, Verification.SettleOutcome settle, PlanContract contract, KeptChanges kept, ExecutionQueries queries) : IChangeDesk
{
    public Task<Result<Plan>> PreviewAsync(Actor actor, ExecutionRequest request, CancellationToken cancellation) => preview.InvokeAsync(actor, request, cancellation);
    public Task<Result<Plan>> PreviewRevertAsync(Actor actor, long id, CancellationToken cancellation) => preview.RevertAsync(actor, id, cancellation);

    public Task<Result<Execution>> RevertAsync(Actor actor, long id, string? planHash, string? breakGlass, string key, CancellationToken cancellation) =>
        revert.InvokeAsync(actor, id, planHash, breakGlass, key, cancellation);

    public Task<Result<Execution>> ApproveAsync(Actor actor, long id, string planHash, string? comment, CancellationToken cancellation) => decide.ApproveAsync(actor, id, planHash, comment, cancellation);
    public Task<Result<Execution>> RejectAsync(Actor actor, long id, string reason, CancellationToken cancellation) => decide.RejectAsync(actor, id, reason, cancellation);
    public Task<Result<Execution>> SettleAsync(Actor actor, long id, bool happened, string note, CancellationToken cancellation) => settle.InvokeAsync(actor, id, happened, note, cancellation);
    public Task<Plan?> PlanOfAsync(long id, CancellationToken cancellation) => contract.PlanOfAsync(id, cancellation);
    public Task<KeptChange?> KeptAsync(long id, CancellationToken cancellation) => kept.OfAsync(id, cancellation);
    public Task<IReadOnlyList<Execution>> WaitingAsync(CancellationToken cancellation) => queries.WaitingAsync(cancellation);
}
