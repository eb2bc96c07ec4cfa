using OpsPortal.Runbooks.Actions.Web;

namespace OpsPortal.Targets.Http;

/// <summary>What the other programs make of curl's codes and words.</summary>
internal static class ExitCodes
{
    public static int Of(HttpSend send, int code, int status) => (send.Program, code) switch
    {
        ("curl", _) or (_, 0) => code,
        ("wget", WebFailure.HttpError) => 8,
        ("wget", WebFailure.Untrusted or WebFailure.TlsFailed) => 5,
        ("wget", WebFailure.NotWritten or WebFailure.NotRead) => 3,
        ("wget", _) => 4,
        ("http", WebFailure.HttpError) => status / 100,
        ("http", WebFailure.TimedOut) => 2,
        ("http", WebFailure.TooManyRedirects) => 6,
        _ => 1,
    };

    public static string Line(HttpSend send, WebFailure failure, TransferFacts facts) => (send.Program, failure.Code) switch
    {
        ("curl", _) => $"curl: ({failure.Code}) {failure.Message}",
        ("wget", WebFailure.HttpError) => $"ERROR {facts.Status}: {facts.StatusText}.",
        ("wget", _) => $"wget: {failure.Message}",
        ("http", WebFailure.HttpError) => $"http: warning: HTTP {facts.Answer}",
        _ => $"http: error: {failure.Message}",
    };
}
