using Quartz;

namespace OpsPortal.Storage.Jobs;

/// <summary>Hands a job to the handler of its name.</summary>
[DisallowConcurrentExecution]
internal sealed class QuartzJob(IServiceProvider services) : IJob
{
    public const string Name = "job";
    public const string Payload = "payload";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellation)
    {
        var data = context.MergedJobDataMap;
        await services.GetRequiredKeyedService<IJobHandler>(data.GetString(Name)!).HandleAsync(data.GetString(Payload)!, cancellation);
    }
}
