namespace OpsPortal.Sandbox;

public static class SandboxSetup
{
    public static IServiceCollection AddSandbox(this IServiceCollection services) => services.AddSingleton<SandboxWindows>().AddHostedService<SandboxHost>();
}
