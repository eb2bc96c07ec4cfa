using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Web;

namespace OpsPortal.Targets.Tls;

/// <summary><c>openssl x509 -in FILE</c>.</summary>
internal sealed class CertificateShowExecutor : IActionExecutor
{
    public Type ActionType => typeof(CertificateShow);

    public async Task<ActionOutcome> ExecuteAsync(StepAction action, ActionContext context, CancellationToken cancellation)
    {
        var show = (CertificateShow)action;
        await using var file = await context.Files.OpenAsync(show.File, cancellation);
        if (file is null)
        {
            await context.Output.ErrorAsync($"Could not open file or uri for loading certificate from {show.File}", cancellation);
            return ActionOutcome.Failure($"There is no file {show.File} here. Attach it to the runbook, or let an earlier step make it.", 1);
        }
        var reading = new CertificateReading();
        using var reader = new StreamReader(file);
        while (await reader.ReadLineAsync(cancellation) is { } line) reading.Take(line);
        using var certificate = reading.Read();
        if (certificate is null)
        {
            await context.Output.ErrorAsync($"Could not read certificate from {show.File}", cancellation);
            return ActionOutcome.Failure($"{show.File} holds no certificate in PEM.", 1);
        }
        foreach (var line in CertificateText.Lines(certificate, show.Print)) await context.Output.OutAsync(line, cancellation);
        var expires = show.Print.CheckEnd is { } seconds ? CertificateText.WillExpire(certificate, seconds, context.Time.GetUtcNow()) : (bool?)null;
        if (expires is { } will) await context.Output.OutAsync(will ? "Certificate will expire" : "Certificate will not expire", cancellation);
        if (show.Print.Pem)
            foreach (var line in CertificateText.Pem(certificate)) await context.Output.OutAsync(line, cancellation);
        var until = $"valid until {CertificateText.Date(certificate.NotAfter)}";
        return expires == true ? ActionOutcome.Failure($"The certificate ends too soon: it is {until}.", 1) : new(true, until, 0);
    }
}
