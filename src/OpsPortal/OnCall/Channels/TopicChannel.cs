using System.Net.Http.Headers;
using System.Text;

namespace OpsPortal.OnCall.Channels;

/// <summary>A topic that telephones subscribe to: the text is the body, the rest are headers (as ntfy takes them).</summary>
internal sealed class TopicChannel(Outbound outbound) : IChannel
{
    public MethodKind Kind => MethodKind.Push;
    public bool Idempotent => false;
    public string? NotConfigured => null;

    public async Task<Delivery> SendAsync(MethodAddress to, ChannelMessage message, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, to.Url) { Content = new StringContent(message.Text, Encoding.UTF8, "text/plain") };
        request.Headers.Add("Title", Header(message.Title));
        request.Headers.Add("Priority", message.Urgent ? "urgent" : "default");
        request.Headers.Add("Tags", message.Urgent ? "rotating_light" : "information_source");
        if (message.Link is { } link) request.Headers.Add("Click", link.AbsoluteUri);
        if (to.Secret is { } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await outbound.SendAsync(request, SignedRequest.IsGone, cancellation);
    }

    /// <summary>Headers are ASCII; what is not goes as RFC 2047 has it, which such servers read.</summary>
    private static string Header(string text) => Mail.MailText.Encoded(text);
}
