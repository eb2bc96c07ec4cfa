using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using OpsPortal.Secrets;
using OpsPortal.Targets;

namespace OpsPortal.Environments;

/// <summary>Kubeconfigs and connection strings are stored encrypted; this is the only place where they are read. What passes here is known as a secret from then on.</summary>
public sealed class EnvironmentVault(IDataProtectionProvider protection, KnownSecrets known)
{
    private readonly IDataProtector kubeconfigs = protection.CreateProtector("OpsPortal.Environments.Kubeconfig");
    private readonly IDataProtector settings = protection.CreateProtector("OpsPortal.Environments.Targets");

    public string Protect(string kubeconfig) => kubeconfigs.Protect(Noted(kubeconfig));

    public string Protect(TargetSettings targets) => settings.Protect(JsonSerializer.Serialize(Noted(targets), JsonSerializerOptions.Web));

    /// <summary>The kubeconfig.</summary>
    /// <exception cref="TargetUnreachableException">There is none, or it was encrypted with a key that is gone.</exception>
    public string Reveal(OpsEnvironment environment) => environment.ProtectedKubeconfig is { } stored
        ? Noted(Open(kubeconfigs, stored, $"The kubeconfig of {environment.Name}"))
        : throw new TargetUnreachableException(NoCluster(environment));

    /// <exception cref="TargetUnreachableException">They were encrypted with a key that is gone.</exception>
    public TargetSettings Targets(OpsEnvironment environment) => environment.ProtectedTargets is { } stored
        ? Noted(JsonSerializer.Deserialize<TargetSettings>(Open(settings, stored, $"The connections of {environment.Name}"), JsonSerializerOptions.Web)!)
        : TargetSettings.None;

    public static string NoCluster(OpsEnvironment environment) =>
        $"The environment {environment.Name} has no cluster; an administrator can add its kubeconfig under Environments.";

    /// <summary>Every value among an environment's settings that nobody may see; none where they cannot be decrypted, since then nobody uses them.</summary>
    internal IReadOnlyCollection<string> Secrets(OpsEnvironment environment)
    {
        try
        {
            return [.. EnvironmentCredentials.Of(Targets(environment)), .. environment.ProtectedKubeconfig is null ? [] : EnvironmentCredentials.OfKubeconfig(Reveal(environment))];
        }
        catch (TargetUnreachableException)
        {
            return [];
        }
    }

    private string Noted(string kubeconfig)
    {
        known.Note(EnvironmentCredentials.OfKubeconfig(kubeconfig));
        return kubeconfig;
    }

    private TargetSettings Noted(TargetSettings targets)
    {
        known.Note(EnvironmentCredentials.Of(targets));
        return targets;
    }

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
