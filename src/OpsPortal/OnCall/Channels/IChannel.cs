namespace OpsPortal.OnCall.Channels;

/// <summary>One way to reach people. What is sent has a key, and a channel that is <see cref="Idempotent"/> delivers it once however often it is sent.</summary>
public interface IChannel
{
    MethodKind Kind { get; }

    /// <summary>The receiving side takes two messages with one key for one.</summary>
    bool Idempotent { get; }

    /// <summary>What an administrator has to do before it works; null where it does.</summary>
    string? NotConfigured { get; }

    /// <summary>Never throws for what the other side does; ends within a minute.</summary>
    Task<Delivery> SendAsync(MethodAddress to, ChannelMessage message, CancellationToken cancellation);
}

/// <summary>How somebody can be reached.</summary>
public enum MethodKind
{
    Email,
    Slack,

    /// <summary>A signed request to an address of one's own.</summary>
    Webhook,

    /// <summary>A topic that telephones subscribe to, as ntfy has them.</summary>
    Push,

    /// <summary>A notification of the browser.</summary>
    WebPush,

    /// <summary>A signed request to a provider that sends the text message.</summary>
    Sms,

    /// <summary>A signed request to a provider that calls and reads aloud.</summary>
    Voice,
}

/// <param name="Key">The same for every attempt to send this one, other than for any other; letters, digits, <c>-</c>, at most 64.</param>
/// <param name="Title">One line.</param>
/// <param name="Link">Where to go on, absolute; null where there is no such place.</param>
/// <param name="Urgent">May wake people.</param>
public sealed record ChannelMessage(string Key, string Title, string Text, Uri? Link = null, bool Urgent = false)
{
    /// <summary>Takes a POST that ends all further messages (RFC 8058); null where there is nothing to leave.</summary>
    public Uri? Unsubscribe { get; init; }

    /// <summary>What the link is called where it has a name.</summary>
    public string LinkText { get; init; } = "Open in OpsPortal";
}

/// <summary>What came of an attempt.</summary>
public abstract record Delivery
{
    private Delivery()
    {
    }

    /// <summary>The other side has taken it.</summary>
    public sealed record Delivered : Delivery;

    /// <summary>It was not taken this time.</summary>
    /// <param name="RetryAfter">As the other side asks for; null where it says nothing.</param>
    public sealed record Temporary(string Reason, TimeSpan? RetryAfter = null) : Delivery;

    /// <summary>It will never be taken at this address; somebody has to mend the method.</summary>
    public sealed record Permanent(string Reason) : Delivery;

    /// <summary>It was sent, and whether it was taken cannot be told.</summary>
    public sealed record Unknown(string Reason) : Delivery;

    /// <summary>Null where it was delivered.</summary>
    public string? Why => this switch { Temporary t => t.Reason, Permanent p => p.Reason, Unknown u => u.Reason, _ => null };

    internal static Delivery Done { get; } = new Delivered();
}
