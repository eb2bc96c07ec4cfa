using System.Net;

namespace OpsPortal.OnCall.Channels;

/// <summary>An incoming webhook of Slack, or of what speaks like it.</summary>
internal sealed class SlackChannel(Outbound outbound) : IChannel
{
    /// <summary>Of a section's text; Slack refuses longer ones.</summary>
    private const int MostText = 2_900;

    public MethodKind Kind => MethodKind.Slack;
    public bool Idempotent => false;
    public string? NotConfigured => null;

    public async Task<Delivery> SendAsync(MethodAddress to, ChannelMessage message, CancellationToken cancellation)
    {
        var (title, text) = (Escape(message.Title), Escape(message.Text));
        var shown = $"*{title}*\n{(text.Length > MostText - title.Length ? text[..Math.Max(0, MostText - title.Length)] + "…" : text)}";
        if (message.Link is { } link) shown += $"\n<{link.AbsoluteUri}|{Escape(message.LinkText)}>";
        using var request = new HttpRequestMessage(HttpMethod.Post, to.Url)
        {
            Content = JsonContent.Create(new { text = message.Title, blocks = new[] { new { type = "section", text = new { type = "mrkdwn", text = shown } } } }),
        };
        return await outbound.SendAsync(request, s => s is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone, cancellation);
    }

    /// <summary>The three signs that Slack reads as its own.</summary>
    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
