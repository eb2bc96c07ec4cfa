namespace OpsPortal.StatusPage.Pages;

/// <summary>A status page: what people outside read of how systems stand.</summary>
public sealed class PublicPage
{
    public Guid Id { get; init; }

    /// <summary>In its address, <c>/status/{slug}</c>; unique among those that are there.</summary>
    public required string Slug { get; init; }
    public required string Title { get; set; }

    /// <summary>A sentence below the title; null for none.</summary>
    public string? Description { get; set; }
    public PageAudience Audience { get; set; }

    /// <summary>SHA-256 of the secret in the link, hex; only where the audience is <see cref="PageAudience.Link"/>.</summary>
    public string? LinkHash { get; set; }

    /// <summary>Answers at <c>/status</c>; at most one page does.</summary>
    public bool IsDefault { get; set; }

    /// <summary>As <c>#1a2b3c</c>: links and the line below the title; judged by <see cref="Contrast"/>.</summary>
    public string Accent { get; set; } = Contrast.DefaultAccent;
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Of the page's own words: <c>en</c>, <c>de</c>, …</summary>
    public string Language { get; set; } = "en";

    /// <summary>What facts propose is published without a person.</summary>
    public bool PublishesByRule { get; set; }
    public byte[]? Logo { get; set; }

    /// <summary>As its content says, e.g. <c>image/png</c>.</summary>
    public string? LogoType { get; set; }
    public int Revision { get; set; } = 1;
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When something was published on it, or it was changed.</summary>
    public DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? RemovedAt { get; set; }

    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
}

/// <summary>Who reads a page.</summary>
public enum PageAudience
{
    Everybody,

    /// <summary>Whoever has an account.</summary>
    SignedIn,

    /// <summary>Whoever has the secret link, or an account.</summary>
    Link,
}
