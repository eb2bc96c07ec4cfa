namespace OpsPortal.Incidents.Images;

/// <summary>What a picture is, by its first bytes. What the sender calls it does not count: a browser is told only this.</summary>
public static class ImageType
{
    /// <summary>Null where it is none of PNG (ISO/IEC 15948), JPEG (ITU T.81), GIF 87a/89a and WebP (RFC 9649).</summary>
    public static string? Of(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8) ? "image/gif"
        : content.Length > 12 && content.StartsWith("RIFF"u8) && content[8..].StartsWith("WEBP"u8) ? "image/webp"
        : null;
}
