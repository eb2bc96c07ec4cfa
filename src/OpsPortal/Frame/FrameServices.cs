using OpsPortal.Executions;

namespace OpsPortal.Frame;

public static class FrameServices
{
    /// <summary>What pages share within one circuit. Pages need a cascading authentication state, too.</summary>
    public static IServiceCollection AddFrame(this IServiceCollection services) =>
        services.AddScoped<IExecutionDesk, ExecutionDesk>().AddScoped<IChangeDesk, ChangeDesk>().AddScoped<Workplace>().AddScoped<PaletteIndex>().AddScoped<Toasts>();
}
