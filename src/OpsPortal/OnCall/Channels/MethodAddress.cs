namespace OpsPortal.OnCall.Channels;

/// <summary>Where a message goes. Stored encrypted as a whole, since most of it lets anybody write to that person.</summary>
public sealed record MethodAddress
{
    /// <summary>An e-mail address, or a telephone number such as <c>+4930123456</c>.</summary>
    public string? To { get; init; }

    public string? Url { get; init; }

    /// <summary>Signs what is sent; for <see cref="MethodKind.Push"/> the token that the server asks for.</summary>
    public string? Secret { get; init; }

    /// <summary>The browser's public key (RFC 8291), base64url.</summary>
    public string? P256dh { get; init; }

    /// <summary>The browser's authentication secret (RFC 8291), base64url.</summary>
    public string? Auth { get; init; }

    /// <summary>What may be shown of it.</summary>
    public string Shown => To is not null && Url is null ? To
        : To is not null ? $"{To[..Math.Min(4, To.Length)]}•••{To[^Math.Min(2, To.Length)..]} by {Host}"
        : Host;

    /// <summary>What no log may show.</summary>
    internal IEnumerable<string> Secrets => new[] { Url, Secret, Auth }.OfType<string>();

    private string Host => Uri.TryCreate(Url, UriKind.Absolute, out var uri) ? uri.Host : "";
}
