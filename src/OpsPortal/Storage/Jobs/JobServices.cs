using Npgsql;
using Quartz;

namespace OpsPortal.Storage.Jobs;

public static class JobServices
{
    /// <param name="worker">Whether this process runs jobs; otherwise it only enqueues them.</param>
    /// <param name="parallel">How many at once in this process.</param>
    public static IServiceCollection AddJobs(this IServiceCollection services, bool worker, int parallel)
    {
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "opsportal";
                scheduler.GenerateInstanceId = true;
                scheduler.IdleWaitTime = TimeSpan.FromSeconds(5);
            });
            quartz.UseDefaultThreadPool(parallel);
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
