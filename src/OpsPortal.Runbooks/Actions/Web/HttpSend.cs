using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Web;

/// <summary>One or several HTTP requests with the same options, as a command line of curl, wget or HTTPie asks for them.</summary>
public sealed record HttpSend : StepAction
{
    /// <summary>Whose exit codes and messages are wanted: <c>curl</c>, <c>wget</c> or <c>http</c>.</summary>
    public string Program { get; init; } = "curl";

    /// <summary>As written (<c>-X</c>); null means what the other options make of it.</summary>
    public string? Method { get; init; }
    public required IReadOnlyList<HttpTransfer> Transfers { get; init; }

    /// <summary>What <c>-G</c> puts behind the address.</summary>
    public IReadOnlyList<HttpData> Query { get; init; } = [];
    public IReadOnlyList<HttpHeader> Headers { get; init; } = [];
    public HttpBody? Body { get; init; }

    /// <summary><c>name:password</c>.</summary>
    public string? User { get; init; }
    public string? Bearer { get; init; }
    public HttpCookies Cookies { get; init; } = new();

    /// <summary>Redirects that are followed; 0 follows none.</summary>
    public int MostRedirects { get; init; }

    /// <summary>Any certificate will do.</summary>
    public bool Insecure { get; init; }

    /// <summary>An answer of 400 and above is a failure.</summary>
    public HttpFailure Fail { get; init; }

    /// <summary>Headers come out before the body.</summary>
    public bool Include { get; init; }

    /// <summary>Only the headers are asked for.</summary>
    public bool HeadOnly { get; init; }

    /// <summary>A file for the headers, <c>-</c> for the output.</summary>
    public string? HeaderFile { get; init; }

    /// <summary>Errors are not printed.</summary>
    public bool Silent { get; init; }
    public bool Verbose { get; init; }
    public bool Compressed { get; init; }

    /// <summary>The text of <c>-w</c>, with its <c>%{…}</c>.</summary>
    public string? WriteOut { get; init; }
    public HttpTimes Times { get; init; } = new();
    public HttpRetries Retries { get; init; } = new();

    /// <summary><c>--resolve</c>, as written: <c>host:port:address</c>.</summary>
    public IReadOnlyList<string> Resolve { get; init; } = [];

    /// <summary><c>--connect-to</c>, as written: <c>host:port:host:port</c>, each of which may be empty.</summary>
    public IReadOnlyList<string> ConnectTo { get; init; } = [];

    /// <summary>4 or 6; null takes both.</summary>
    public int? AddressFamily { get; init; }

    public override string Name => "http.request";
    public override Risk Risk => CommandRisk.Greatest(Transfers.Select(t => HttpRisk.Of(EffectiveMethod(), t.Url.Template())));
    public override StepTarget? Target => Transfers is [var only, ..] ? new(null, "host", AddressText.Authority(only.Url.Template())) : null;

    public override string Sentence => EffectiveMethod() switch
    {
        "GET" => $"Get {Addresses()}",
        "HEAD" => $"Get the headers of {Addresses()}",
        var method => $"Send {ParameterText.Display(method)} to {Addresses()}",
    };

    /// <summary>The method that is sent.</summary>
    public string EffectiveMethod() => Method ?? (HeadOnly ? "HEAD" : Body?.Upload is not null ? "PUT" : Body is not null ? "POST" : "GET");

    private string Addresses() => Transfers.Count == 1 ? AddressText.Shown(Transfers[0].Url.Template()) : $"{Transfers.Count} addresses";
}

/// <summary>One address and where its answer goes.</summary>
/// <param name="File">A file's name; null is the output, <c>/dev/null</c> is nowhere.</param>
/// <param name="NamedAsRemote">The file is named as the last part of the address (<c>-O</c>).</param>
public sealed record HttpTransfer(WebText Url, string? File = null, bool NamedAsRemote = false);

/// <param name="Value">Null takes away what would be sent by itself.</param>
public sealed record HttpHeader(string Name, string? Value);

public enum HttpFailure { Never, WithoutBody, WithBody }

/// <summary>Cookies live as long as the step.</summary>
public sealed record HttpCookies
{
    /// <summary><c>a=1; b=2</c>.</summary>
    public string? Sent { get; init; }

    /// <summary>Files in the form of Netscape: one to begin with, one to keep them in.</summary>
    public string? ReadFrom { get; init; }
    public string? KeptIn { get; init; }
}

/// <summary>In seconds, as text: <c>2.5</c>; null means the portal's own limit.</summary>
public sealed record HttpTimes
{
    public string? Most { get; init; }
    public string? MostToConnect { get; init; }
}

/// <summary>What happens after a failure that may pass: 408, 429, 500, 502, 503, 504, or no answer in time.</summary>
public sealed record HttpRetries
{
    public int Most { get; init; }

    /// <summary>In seconds; null begins with one second and doubles.</summary>
    public int? Delay { get; init; }

    /// <summary>No retry begins later than so many seconds after the first request.</summary>
    public int? MostSeconds { get; init; }
    public bool RefusedToo { get; init; }
    public bool EveryFailure { get; init; }
}
