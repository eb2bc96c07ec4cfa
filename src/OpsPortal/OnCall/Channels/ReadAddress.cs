using System.Buffers.Text;
using System.Net.Mail;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace OpsPortal.OnCall.Channels;

/// <summary>What a person or a browser gives for a method.</summary>
/// <param name="To">E-mail address, or telephone number.</param>
/// <param name="Url">Of Slack, a webhook, a topic, a provider, or the browser's push service.</param>
/// <param name="Secret">Null lets the portal make one where one is needed.</param>
public sealed record AddressForm(string? To = null, string? Url = null, string? Secret = null, string? P256dh = null, string? Auth = null);

/// <summary>From what somebody typed to an address that messages can go to, or a sentence why not.</summary>
internal static partial class ReadAddress
{
    private const int LongestUrl = 2_000;

    public static Result<MethodAddress> Of(MethodKind kind, AddressForm form)
    {
        var (to, url, secret) = (Blank(form.To), Blank(form.Url), Blank(form.Secret));
        if (kind == MethodKind.Email) return ReadMail(to);
        if (ReadUrl(kind, url) is { } wrong) return wrong;
        if (secret is { Length: < 16 or > 200 } && kind != MethodKind.Push) return Problem.Invalid("A secret has 16 to 200 characters; leave it empty and the portal makes one.", "secret");
        if (secret is { } token && token.Any(char.IsControl)) return Problem.Invalid("A secret is one line of letters, digits and signs.", "secret");
        switch (kind)
        {
            case MethodKind.Slack:
                return new MethodAddress { Url = url };
            case MethodKind.Push:
                return new MethodAddress { Url = url, Secret = secret };
            case MethodKind.WebPush:
                return IsKey(form.P256dh, 65) && IsKey(form.Auth, 16)
                    ? new MethodAddress { Url = url, P256dh = form.P256dh, Auth = form.Auth }
                    : Problem.Invalid("The browser gave no keys that can be used. Remove the notification permission of this page in the browser, allow it again, and try once more.");
            case MethodKind.Sms or MethodKind.Voice when to is null || !Telephone().IsMatch(Spaces().Replace(to, "")):
                return Problem.Invalid("Give the telephone number with its country: +4930123456.", "to");
            default:
                return new MethodAddress { Url = url, Secret = secret ?? NewSecret(), To = kind == MethodKind.Webhook ? null : Spaces().Replace(to!, "") };
        }
    }

    private static Result<MethodAddress> ReadMail(string? to) =>
        to is { Length: <= 254 } && !to.Any(c => char.IsControl(c) || c is '<' or '>' or ',' or ';' or ' ') && MailAddress.TryCreate(to, out var mail) && mail.Address == to
            ? new MethodAddress { To = to }
            : Problem.Invalid($"\"{to}\" is no e-mail address; one looks like ann@example.org.", "to");

    private static Problem? ReadUrl(MethodKind kind, string? url) =>
        url is null ? Problem.Invalid(kind switch
        {
            MethodKind.Slack => "Give the address of the incoming webhook: https://hooks.slack.com/services/…",
            MethodKind.Push => "Give the address of the topic: https://ntfy.sh/a-name-that-nobody-guesses",
            MethodKind.WebPush => "This browser gave no address for notifications. Try again, or use another browser.",
            _ => "Give the address that is asked: https://…",
        }, "url")
        : url.Length <= LongestUrl && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.UserInfo.Length == 0 ? null
        : Problem.Invalid("This is no address that can be asked; one begins with https:// and has no user name in it.", "url");

    private static bool IsKey(string? text, int bytes) =>
        text is not null && text.Length <= 200 && Base64Url.IsValid(text) && Base64Url.DecodeFromChars(text).Length == bytes;

    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static string? Blank(string? text) => text?.Trim() is { Length: > 0 } said ? said : null;

    [GeneratedRegex(@"^\+[1-9]\d{6,14}$")]
    private static partial Regex Telephone();

    [GeneratedRegex(@"[\s()/-]")]
    private static partial Regex Spaces();
}
