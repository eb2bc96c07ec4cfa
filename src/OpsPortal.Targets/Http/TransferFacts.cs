using System.Net;

namespace OpsPortal.Targets.Http;

/// <summary>What is known of one transfer, for <c>-w</c> and for the sentence at its end. Times count from its beginning.</summary>
internal sealed class TransferFacts(string url, TimeProvider time)
{
    private readonly long began = time.GetTimestamp();

    public string Url => url;
    public string EffectiveUrl { get; set; } = "";
    public string Method { get; set; } = "GET";
    public int Status { get; set; }
    public string StatusText { get; set; } = "";
    public string Version { get; set; } = "0";
    public string ContentType { get; set; } = "";
    public string? RedirectUrl { get; set; }
    public string? File { get; set; }
    public int Redirects { get; set; }
    public int Connections { get; set; }
    public long Received { get; set; }
    public long? Expected { get; set; }
    public long Sent { get; set; }
    public long HeaderBytes { get; set; }
    public IPEndPoint? Remote { get; set; }
    public IPEndPoint? Local { get; set; }
    public bool VerifyFailed { get; set; }

    /// <summary>Headers of the last answer; names may come several times.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; set; } = [];

    public TimeSpan NameLookup { get; set; }
    public TimeSpan Connect { get; set; }
    public TimeSpan AppConnect { get; set; }
    public TimeSpan PreTransfer { get; set; }
    public TimeSpan StartTransfer { get; set; }
    public TimeSpan Redirecting { get; set; }
    public TimeSpan Total { get; set; }

    public TimeSpan Elapsed => time.GetElapsedTime(began);

    /// <summary>"200 OK".</summary>
    public string Answer => Status == 0 ? "no answer" : StatusText.Length > 0 ? $"{Status} {StatusText}" : $"{Status}";
}
