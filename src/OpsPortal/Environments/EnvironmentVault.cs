using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using OpsPortal.Targets;

namespace OpsPortal.Environments;

/// <summary>Kubeconfigs and connection strings are stored encrypted; this is the only place where they are read.</summary>
public sealed class EnvironmentVault(IDataProtectionProvider protection)
{
    private readonly IDataProtector kubeconfigs = protection.CreateProtector("OpsPortal.Environments.Kubeconfig");
    private readonly IDataProtector settings = protection.CreateProtector("OpsPortal.Environments.Targets");

    public string Protect(string kubeconfig) => kubeconfigs.Protect(kubeconfig);

    public string Protect(TargetSettings targets) => settings.Protect(JsonSerializer.Serialize(targets, JsonSerializerOptions.Web));

    /// <summary>The kubeconfig.</summary>
    /// <exception cref="TargetUnreachableException">There is none, or it was encrypted with a key that is gone.</exception>
    public string Reveal(OpsEnvironment environment) => environment.ProtectedKubeconfig is { } stored
        ? Open(kubeconfigs, stored, $"The kubeconfig of {environment.Name}")
        : throw new TargetUnreachableException(NoCluster(environment));

    /// <exception cref="TargetUnreachableException">They were encrypted with a key that is gone.</exception>
    public TargetSettings Targets(OpsEnvironment environment) => environment.ProtectedTargets is { } stored
        ? JsonSerializer.Deserialize<TargetSettings>(Open(settings, stored, $"The connections of {environment.Name}"), JsonSerializerOptions.Web)!
        : TargetSettings.None;

    public static string NoCluster(OpsEnvironment environment) =>
        $"The environment {environment.Name} has no cluster; an administrator can add its kubeconfig under Environments.";

    private static string Open(IDataProtector protector, string stored, string what)
    {
        try
        {
            return protector.Unprotect(stored);
        }
        catch (CryptographicException e)
        {
            throw new TargetUnreachableException($"{what} cannot be decrypted: the data-protection keys it was stored with are gone. Store it again.", inner: e);
        }
    }
}
