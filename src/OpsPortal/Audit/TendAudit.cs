using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;
using OpsPortal.Storage.Jobs;

namespace OpsPortal.Audit;

/// <summary>Once a day: moves old entries out, and writes the head of the chain to the log of the process, which is kept elsewhere.</summary>
internal sealed class TendAudit(IDbContextFactory<OpsPortalDbContext> contexts, SealAudit seal, AuditGuard guard, ILogger<TendAudit> log) : IJobHandler
{
    public const string Job = "audit.tend";

    public async Task HandleAsync(string payload, CancellationToken cancellation)
    {
        var moved = await seal.InvokeAsync(cancellation);
        if (!moved.Succeeded) log.LogError("{Problem}", moved.Problem.Detail);
        else if (moved.Value > 0) log.LogInformation("{Count} audit entries were moved out under a seal", moved.Value);

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.AuditEntries.OrderByDescending(e => e.Id).Select(e => new { e.Id, e.Hash }).FirstOrDefaultAsync(cancellation) is { } head)
            log.LogInformation("Audit head {Id}:{Hash}", head.Id, head.Hash);
        if (await guard.LookAsync(cancellation) is { State: not GuardState.Firm } report)
            log.Log(report.State == GuardState.Missing ? LogLevel.Error : LogLevel.Information, "{Guard}", report.Sentence);
    }
}

/// <summary>Has it done every day.</summary>
internal sealed class TendAuditDaily(IJobQueue jobs, IHostApplicationLifetime lifetime, ILogger<TendAuditDaily> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() => _ = AskAsync());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task AskAsync()
    {
        try
        {
            await jobs.RecurAsync(TendAudit.Job, TimeSpan.FromDays(1), lifetime.ApplicationStopping);
        }
        catch (Exception e) when (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            log.LogError(e, "The audit log will not be tended until the next start");
        }
    }
}
