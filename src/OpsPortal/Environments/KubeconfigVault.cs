using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using OpsPortal.Targets;

namespace OpsPortal.Environments;

/// <summary>Kubeconfigs are stored encrypted; this is the only place where they are read.</summary>
public sealed class KubeconfigVault(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("OpsPortal.Environments.Kubeconfig");

    public string Protect(string kubeconfig) => protector.Protect(kubeconfig);

    /// <exception cref="TargetUnreachableException">There is none, or it was encrypted with a key that is gone.</exception>
    public string Reveal(OpsEnvironment environment)
    {
        if (environment.ProtectedKubeconfig is null)
            throw new TargetUnreachableException($"The environment {environment.Name} has no cluster; an administrator can add its kubeconfig under Environments.");
        try
        {
            return protector.Unprotect(environment.ProtectedKubeconfig);
        }
        catch (CryptographicException e)
        {
            throw new TargetUnreachableException($"The kubeconfig of {environment.Name} cannot be decrypted: the data-protection keys it was stored with are gone. Store it again.", inner: e);
        }
    }
}
