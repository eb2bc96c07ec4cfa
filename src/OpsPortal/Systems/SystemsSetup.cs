using OpsPortal.Systems.Facts;

namespace OpsPortal.Systems;

public static class SystemsSetup
{
    public static IServiceCollection AddSystems(this IServiceCollection services) =>
        services.AddSingleton<SystemQueries>().AddSingleton<SynchroniseFacts>().AddSingleton<ChangeFact>().AddSingleton<ISystemDesk, SystemDesk>();
}
