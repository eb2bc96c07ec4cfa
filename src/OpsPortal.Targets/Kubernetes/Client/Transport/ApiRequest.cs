namespace OpsPortal.Targets.Kubernetes;

/// <summary>One request to the API server, which may be sent several times.</summary>
/// <param name="Path">With its query; below the server's address.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path)
{
    public string Accept { get; init; } = "application/json";
    public string? ContentType { get; init; }
    public string? Body { get; init; }

    /// <summary>Sending it twice does no harm: reads, reviews and dry runs.</summary>
    public required bool Repeatable { get; init; }

    /// <summary>WebSocket subprotocols to ask for, best first; empty for plain HTTP.</summary>
    public IReadOnlyList<string> WebSocketProtocols { get; init; } = [];

    public bool Upgrade => WebSocketProtocols.Count > 0;

    public static ApiRequest Read(string path) => new(HttpMethod.Get, path) { Repeatable = true };
}
