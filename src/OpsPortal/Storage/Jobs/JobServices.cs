using Npgsql;
using Quartz;

namespace OpsPortal.Storage.Jobs;

public static class JobServices
{
    /// <summary>How many at once in one process.</summary>
    private const int Parallel = 5;

    /// <summary>For what is to happen later, or again and again. Executions are no jobs: they wait in the ledger.</summary>
    /// <param name="worker">Whether this process runs jobs; otherwise it only enqueues them.</param>
    public static IServiceCollection AddJobs(this IServiceCollection services, bool worker)
    {
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "opsportal";
                scheduler.GenerateInstanceId = true;
                scheduler.IdleWaitTime = TimeSpan.FromSeconds(5);
            });
            quartz.UseDefaultThreadPool(Parallel);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(postgres => postgres.DataSourceFactory = provider => provider.GetRequiredService<NpgsqlDataSource>());
                store.ConfigureStore(options =>
                {
                    options.TablePrefix = "jobs.qrtz_";
                    options.StoreJobDataAsStrings = true;
                    options.AcceptEnlistedTransactions = true;
                });
                store.UseClustering(cluster =>
                {
                    cluster.CheckinInterval = TimeSpan.FromSeconds(2);
                    cluster.CheckinMisfireThreshold = TimeSpan.FromSeconds(3);
                });
                store.ProvisionSchema();
            });
        });
        services.AddQuartzHostedService(hosted =>
        {
            hosted.AutoStart = worker;
            hosted.WaitForJobsToComplete = true;
        });
        if (worker) services.AddHostedService<QuartzWaker>();
        return services.AddSingleton<IJobQueue, QuartzQueue>();
    }

    public static IServiceCollection AddJob<T>(this IServiceCollection services, string name) where T : class, IJobHandler =>
        services.AddKeyedTransient<IJobHandler, T>(name);
}
