using Microsoft.EntityFrameworkCore.Storage;
using OpsPortal.Storage.Live;
using Quartz;

namespace OpsPortal.Storage.Jobs;

/// <summary>Jobs in Quartz, clustered on our own database, so that they commit with what they belong to.</summary>
internal sealed class QuartzQueue(IScheduler scheduler, Roles roles, TimeProvider time) : IJobQueue
{
    public bool Ready => scheduler.Status is SchedulerStatus.Running || !roles.Worker && scheduler.Status is SchedulerStatus.Created or SchedulerStatus.Standby;

    public Task EnqueueAsync(OpsPortalDbContext db, string job, string payload, CancellationToken cancellation) =>
        ScheduleAsync(db, job, payload, time.GetUtcNow(), cancellation);

    public async Task ScheduleAsync(OpsPortalDbContext db, string job, string payload, DateTimeOffset at, CancellationToken cancellation)
    {
        var transaction = db.Database.CurrentTransaction?.GetDbTransaction()
            ?? throw new InvalidOperationException("A job is enqueued in the transaction of what it belongs to.");
        var detail = Detail(job, payload, new JobKey($"{Guid.NewGuid():N}", job));
        var trigger = TriggerBuilder.Create().WithIdentity(detail.Key.Name, job).ForJob(detail).StartAt(at).Build();
        using (scheduler.EnlistTransaction(transaction)) await scheduler.ScheduleJob(detail, trigger, cancellationToken: cancellation);
        await db.NotifyAtCommitAsync(new(HintKind.Job, job), cancellation);
    }

    public async Task RecurAsync(string job, TimeSpan interval, CancellationToken cancellation)
    {
        var detail = Detail(job, "", new JobKey(job, "recurring"));
        var trigger = TriggerBuilder.Create().WithIdentity(job, "recurring").ForJob(detail).StartAt(time.GetUtcNow())
            .WithSimpleSchedule(s => s.WithInterval(interval).RepeatForever()).Build();
        await scheduler.ScheduleJob(detail, [trigger], new ScheduleJobOptions { Replace = true }, cancellation);
    }

    private static IJobDetail Detail(string job, string payload, JobKey key) =>
        JobBuilder.Create<QuartzJob>().WithIdentity(key).RequestRecovery(true)
            .UsingJobData(QuartzJob.Name, job).UsingJobData(QuartzJob.Payload, payload).Build();
}
