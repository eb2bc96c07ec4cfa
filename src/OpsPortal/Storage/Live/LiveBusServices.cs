namespace OpsPortal.Storage.Live;

internal static class LiveBusServices
{
    public static IServiceCollection AddLiveBus(this IServiceCollection services) => services
        .AddSingleton<PostgresBus>()
        .AddSingleton<ILiveBus>(provider => provider.GetRequiredService<PostgresBus>())
        .AddHostedService(provider => provider.GetRequiredService<PostgresBus>());
}
