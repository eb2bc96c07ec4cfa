using OpsPortal.Secrets;

namespace OpsPortal.Executions.Output;

/// <summary>Takes out values known to be secret, here or anywhere in the process, and what has the shape of a secret.</summary>
internal sealed class SecretRedactor(KnownSecrets? known = null) : IRedactor
{
    public IRedaction Open(IEnumerable<string> secrets) => new Redaction(new(new(secrets), known?.Current ?? SecretSet.Empty));

    private sealed class Redaction(LineRedaction lines) : IRedaction
    {
        public string Redact(string line) => lines.Redact(line);
    }
}
