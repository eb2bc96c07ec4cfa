using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace OpsPortal.OnCall.Channels.Mail;

/// <summary>E-mail over SMTP. A mailbox shows a repetition twice, so it counts as not idempotent although its Message-ID is the same.</summary>
internal sealed class MailChannel(IConfiguration configuration, TimeProvider time) : IChannel
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    public MethodKind Kind => MethodKind.Email;
    public bool Idempotent => false;
    public string? NotConfigured => MailSettings.Of(configuration).Problem?.Detail;

    public async Task<Delivery> SendAsync(MethodAddress to, ChannelMessage message, CancellationToken cancellation)
    {
        var settings = MailSettings.Of(configuration);
        if (!settings.Succeeded) return new Delivery.Temporary(settings.Problem.Detail);
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        var handedOver = false;
        try
        {
            return await SendAsync(settings.Value, to.To!, message, () => handedOver = true, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Broken(handedOver, $"The mail server {settings.Value.Host} did not answer within {Limit.TotalSeconds:0} seconds.");
        }
        catch (SmtpRefusedException refused)
        {
            return new Delivery.Temporary($"{Capital(refused.Message)}.");
        }
        catch (Exception wrong) when (wrong is IOException or SocketException or AuthenticationException)
        {
            return Broken(handedOver, $"The mail server {settings.Value.Host} could not be used: {wrong.Message}.");
        }
    }

    private async Task<Delivery> SendAsync(MailSettings settings, string to, ChannelMessage message, Action handedOver, CancellationToken cancellation)
    {
        await using var server = await SmtpConversation.OpenAsync(settings, cancellation);
        var utf8 = !Ascii.IsValid(to);
        if (utf8 && !server.TakesUtf8) return new Delivery.Permanent($"The mail server {settings.Host} takes no addresses with letters such as those of {to}.");
        await server.SayAsync($"MAIL FROM:<{settings.From}>{(utf8 ? " SMTPUTF8" : "")}", 250, cancellation);
        try
        {
            await server.SayAsync($"RCPT TO:<{to}>", 250, cancellation);
        }
        catch (SmtpRefusedException refused) when (refused.Forever)
        {
            // Of all that a server can refuse, only this is about the person's address.
            return new Delivery.Permanent($"{Capital(refused.Message)}.");
        }
        await server.SayAsync("DATA", 354, cancellation);
        var text = MailText.Of(settings.From, to, $"{message.Key}@{settings.From.Split('@')[^1]}", message, time.GetUtcNow());
        await server.WriteAsync(MailText.Stuffed(text), cancellation);
        handedOver();
        await server.SayAsync(".", 250, cancellation, "the message");
        try
        {
            await server.WriteAsync("QUIT\r\n", cancellation);
        }
        catch (IOException)
        {
            // It is delivered; whether the server waits for a goodbye changes nothing.
        }
        return Delivery.Done;
    }

    private static Delivery Broken(bool handedOver, string why) => handedOver ? new Delivery.Unknown(why) : new Delivery.Temporary(why);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
