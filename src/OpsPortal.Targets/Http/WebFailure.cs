namespace OpsPortal.Targets.Http;

/// <summary>A request came to nothing. Numbers and words are those of curl.</summary>
/// <param name="code">curl's exit code.</param>
/// <param name="message">As curl prints it behind the code.</param>
/// <param name="advice">For a person, as a whole sentence; null where the message says enough.</param>
internal sealed class WebFailure(int code, string message, string? advice = null, Exception? inner = null) : Exception(message, inner)
{
    public const int BadUrl = 3, NotResolved = 6, NotConnected = 7, Partial = 18, HttpError = 22, NotWritten = 23, NotRead = 26, TimedOut = 28, TlsFailed = 35, TooManyRedirects = 47, Empty = 52, Received = 56, Untrusted = 60, TooLong = 63;

    public int Code => code;
    public string? Advice => advice;

    /// <summary>It may pass by itself.</summary>
    public bool IsTransient => code == TimedOut;
}
