using OpsPortal.Targets;
using OpsPortal.Targets.Redis;

namespace OpsPortal.Storage.Live;

internal static class LiveBusServices
{
    /// <param name="configuration"><c>LiveBus:Redis</c> is the address of a Redis that carries the hints; without it PostgreSQL does.</param>
    public static IServiceCollection AddLiveBus(this IServiceCollection services, IConfiguration? configuration)
    {
        services.AddSingleton<Subscribers>().AddSingleton<PostgresBus>().AddHostedService(provider => provider.GetRequiredService<PostgresBus>());
        if (configuration?["LiveBus:Redis"] is not { Length: > 0 } redis)
            return services.AddSingleton<ILiveBus>(provider => provider.GetRequiredService<PostgresBus>());
        try
        {
            RedisChannel.Check(redis);
        }
        catch (TargetUnreachableException)
        {
            throw new InvalidOperationException("LiveBus__Redis is no address of a Redis. Write host:port,password=…,ssl=true, or leave it out: then PostgreSQL carries the hints.");
        }
        return services
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<RedisBus>(provider, redis))
            .AddSingleton<ILiveBus>(provider => provider.GetRequiredService<RedisBus>())
            .AddHostedService(provider => provider.GetRequiredService<RedisBus>());
    }
}
