using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Checks.Judging;
using OpsPortal.Checks.Probing;
using OpsPortal.Checks.Running;
using OpsPortal.Executions;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Checks;

/// <summary>Runs a check once before it is saved. Nothing is stored, but a step is an execution like any other.</summary>
public sealed class TryCheck(
    IDbContextFactory<OpsPortalDbContext> contexts, SaveCheck save, ProbeCheck probe, RequestExecution request, ExecutionQueries executions, ILiveBus bus, TimeProvider time)
{
    public async Task<Result<Finding>> InvokeAsync(Actor actor, CheckForm form, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.Write)) return actor.May(Permission.Write, toDoWhat: "try checks")!;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        // A name may come later.
        var drafted = await save.DraftAsync(db, actor, form with { Name = string.IsNullOrWhiteSpace(form.Name) ? "x" : form.Name }, cancellation);
        if (!drafted.Succeeded) return drafted.Problem;
        var check = drafted.Value;
        if (check.Spec is HeartbeatCheck) return Problem.Conflict("A heartbeat cannot be tried before it has its address: save it, then call it.");
        if (check.Spec is StepCheckSpec step) return await StepAsync(actor, check, step, cancellation);
        var place = await db.Systems.Where(s => s.Id == check.SystemId).Select(s => s.DefaultNamespace).FirstOrDefaultAsync(cancellation);
        return await probe.InvokeAsync(check, check.Environment!, place, cancellation);
    }

    /// <summary>In the name of whoever tries it.</summary>
    private async Task<Result<Finding>> StepAsync(Actor actor, Check check, StepCheckSpec step, CancellationToken cancellation)
    {
        var asked = await request.InvokeAsync(actor, new(step.Runbook, step.Step, check.Environment!.Name, step.Parameters ?? new Dictionary<string, string>(), $"try-check:{Guid.NewGuid():N}"), cancellation);
        if (!asked.Succeeded) return asked.Problem;
        using var patience = new CancellationTokenSource(check.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        await using var hints = bus.Subscribe(HintKind.Execution, $"{asked.Value.Id}");
        try
        {
            while (true)
            {
                if (await executions.GetAsync(asked.Value.Id, either.Token) is { } execution && execution.State.IsTerminal()) return StepRuns.Read(execution, check.Thresholds);
                await hints.NextAsync(TimeSpan.FromSeconds(2), either.Token);
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return Finding.Failed($"exec {asked.Value.Id} did not end within {check.Timeout.TotalSeconds:0} s");
        }
    }
}
