namespace OpsPortal.Sandbox;

public static class SandboxSetup
{
    public static IServiceCollection AddSandbox(this IServiceCollection services) => services
        .AddSingleton<IPracticePart, SandboxChecks>().AddSingleton<IPracticePart, PracticeStatusPage>()
        .AddSingleton<IPracticePart, SandboxWindows>().AddSingleton<IPracticePart, SandboxRehearsals>()
        .AddHostedService<SandboxHost>();
}
