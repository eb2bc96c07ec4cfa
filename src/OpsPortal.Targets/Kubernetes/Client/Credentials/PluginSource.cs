namespace OpsPortal.Targets.Kubernetes;

/// <summary>Credentials from an exec plug-in, kept until they expire or the server refuses them.</summary>
internal sealed class PluginSource(ExecPlugin plugin, ClientCertificate? certificate, TimeProvider time) : CredentialSource
{
    private IssuedCredential? _issued;
    private DateTimeOffset? _expires;

    protected override async Task<IssuedCredential> CurrentAsync(CancellationToken cancellation) =>
        _issued is { } issued && !(_expires <= time.GetUtcNow()) ? issued : await RunAsync(cancellation);

    protected override async Task<bool> ReplaceAsync(IssuedCredential refused, CancellationToken cancellation)
    {
        // Another request may have renewed it already.
        if (_issued is null || ReferenceEquals(_issued, refused))
            await RunAsync(cancellation);
        return true;
    }

    private async Task<IssuedCredential> RunAsync(CancellationToken cancellation)
    {
        _issued = null;
        var answer = PluginAnswer.Read(plugin, await new PluginProcess(plugin, time).RunAsync(cancellation));
        _expires = answer.Expires;
        return _issued = new(answer.Token is { } token ? new("Bearer", token) : null, answer.Certificate ?? certificate);
    }
}
