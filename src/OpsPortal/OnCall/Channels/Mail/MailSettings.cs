namespace OpsPortal.OnCall.Channels.Mail;

/// <summary>The server that sends the portal's mail: <c>Smtp__Host</c> and what belongs to it.</summary>
/// <param name="Tls"><c>starttls</c>, <c>implicit</c> or <c>none</c>.</param>
/// <param name="Authority">File of a certificate (PEM) that signed the server's own; null goes by the machine's.</param>
internal sealed record MailSettings(string Host, int Port, string? User, string? Password, string From, string Tls, string? Authority)
{
    /// <summary>The settings, or what is missing in them.</summary>
    public static Result<MailSettings> Of(IConfiguration configuration)
    {
        var smtp = configuration.GetSection("Smtp");
        if (smtp["Host"] is not { Length: > 0 } host) return Problem.Invalid("No mail server is set up; an administrator can name one in Smtp__Host and its sender in Smtp__From.");
        if (smtp["From"] is not { Length: > 0 } from || !System.Net.Mail.MailAddress.TryCreate(from, out var sender) || sender.Address != from)
            return Problem.Invalid("The mail server has no sender; an administrator can name an address in Smtp__From, e.g. opsportal@example.org.");
        var tls = smtp["Tls"]?.ToLowerInvariant();
        if (tls is not (null or "" or "starttls" or "implicit" or "none")) return Problem.Invalid($"Smtp__Tls is \"{tls}\"; it can be starttls, implicit or none.");
        var port = smtp.GetValue<int?>("Port") ?? (tls == "implicit" ? 465 : 587);
        if (string.IsNullOrEmpty(tls)) tls = port == 465 ? "implicit" : "starttls";
        if (tls == "none" && smtp["Password"] is { Length: > 0 }) return Problem.Invalid("Smtp__Tls is none, and a password is not sent where everybody can read it; choose starttls or implicit.");
        return new MailSettings(host, port, smtp["User"], smtp["Password"], from, tls, smtp["Authority"]);
    }
}
