namespace OpsPortal.Targets.Kubernetes;

/// <summary>A token that something else renews in a file; read anew once a minute, and when the server refuses it.</summary>
internal sealed class TokenFileSource(string path, ClientCertificate? certificate, TimeProvider time) : CredentialSource
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);
    private string? _token;
    private DateTimeOffset _readAt;

    protected override async Task<IssuedCredential> CurrentAsync(CancellationToken cancellation) =>
        IssuedCredential.Bearer(_token is { } known && time.GetUtcNow() - _readAt < Freshness ? known : await ReadAsync(cancellation), certificate);

    protected override async Task<bool> ReplaceAsync(IssuedCredential refused, CancellationToken cancellation) =>
        await ReadAsync(cancellation) != refused.Authorization?.Parameter;

    private async Task<string> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            var text = (await File.ReadAllTextAsync(path, cancellation)).Trim();
            (_token, _readAt) = (text.Length > 0 ? text : throw new IOException("the file is empty"), time.GetUtcNow());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // While the file is being replaced the last token may still do; the server is the one to judge.
            if (_token is null)
                throw new TargetUnreachableException($"the token file {path} cannot be read: {e.Message}; check that it exists and that "
                    + "the portal may read it", inner: e);
        }
        return _token;
    }
}
