using System.Buffers.Text;
using System.Text;
using OpsPortal.Sandbox.Api.Errors;

namespace OpsPortal.Sandbox.Api.Reading;

/// <summary>Where the next page of a list begins; opaque to clients.</summary>
/// <param name="Version">The list is told as it stood at this resourceVersion.</param>
internal sealed record ContinueToken(long Version, string Namespace, string Name)
{
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Version}\n{Namespace}\n{Name}"));

    /// <exception cref="ApiError">400 where it is none of ours.</exception>
    public static ContinueToken Parse(string text)
    {
        var bytes = new byte[text.Length];
        if (Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split('\n') is [var version, var ns, var name] && long.TryParse(version, out var at))
            return new(at, ns, name);
        throw ApiError.BadRequest("continue key is not valid: it was not made by this server");
    }

    public bool IsBefore(string @namespace, string name) =>
        string.CompareOrdinal(@namespace, Namespace) is var order and not 0 ? order > 0 : string.CompareOrdinal(name, Name) > 0;
}
