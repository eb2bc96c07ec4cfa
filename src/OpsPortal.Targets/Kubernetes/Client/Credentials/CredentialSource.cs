using System.Net.Http.Headers;
using System.Text;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>Issues credentials, fresh ones where they age; to one request at a time.</summary>
internal abstract class CredentialSource : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    /// <exception cref="TargetUnreachableException">None can be had.</exception>
    public Task<IssuedCredential> GetAsync(CancellationToken cancellation) => AloneAsync(CurrentAsync, cancellation);

    /// <summary>The server refused (401) what was issued. True where there is something else to try.</summary>
    public Task<bool> RenewAsync(IssuedCredential refused, CancellationToken cancellation) =>
        AloneAsync(stop => ReplaceAsync(refused, stop), cancellation);

    protected abstract Task<IssuedCredential> CurrentAsync(CancellationToken cancellation);

    protected virtual Task<bool> ReplaceAsync(IssuedCredential refused, CancellationToken cancellation) => Task.FromResult(false);

    public void Dispose() => _gate.Dispose();

    public static CredentialSource For(ClusterConnection connection, TimeProvider time) => connection.Credential switch
    {
        ClusterCredential.Token token => new Fixed(IssuedCredential.Bearer(token.Value, connection.ClientCertificate)),
        ClusterCredential.Password password => new Fixed(new(Basic(password), connection.ClientCertificate)),
        ClusterCredential.TokenFile file => new TokenFileSource(file.Path, connection.ClientCertificate, time),
        ClusterCredential.Plugin plugin => new PluginSource(plugin.Settings, connection.ClientCertificate, time),
        _ => new Fixed(new(null, connection.ClientCertificate)),
    };

    private static AuthenticationHeaderValue Basic(ClusterCredential.Password password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{password.User}:{password.Value}")));

    private async Task<T> AloneAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return await act(cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    private sealed class Fixed(IssuedCredential credential) : CredentialSource
    {
        protected override Task<IssuedCredential> CurrentAsync(CancellationToken cancellation) => Task.FromResult(credential);
    }
}
