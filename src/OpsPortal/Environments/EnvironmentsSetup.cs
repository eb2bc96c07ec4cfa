namespace OpsPortal.Environments;

public static class EnvironmentsSetup
{
    public static IServiceCollection AddEnvironments(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<ClusterOptions>(configuration.GetSection("Kubernetes"));
        services.AddSingleton<EnvironmentVault>().AddSingleton<ClusterConnections>().AddSingleton<IClusterConnections>(s => s.GetRequiredService<ClusterConnections>()).AddSingleton<TargetContexts>();
        services.AddSingleton<EnvironmentQueries>().AddSingleton<SaveEnvironment>().AddSingleton<FreezeEnvironment>().AddSingleton<TestEnvironment>().AddSingleton<IEnvironmentBook, EnvironmentBook>();
        return services;
    }
}

/// <summary>What a kubeconfig may ask of this machine. Off, because a kubeconfig is pasted by people.</summary>
public sealed class ClusterOptions
{
    /// <summary>References to files: certificates, keys, tokens.</summary>
    public bool AllowFiles { get; set; }

    /// <summary>Credential plug-ins, which are programs.</summary>
    public bool AllowExec { get; set; }
}
