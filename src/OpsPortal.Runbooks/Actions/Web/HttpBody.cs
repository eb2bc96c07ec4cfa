namespace OpsPortal.Runbooks.Actions.Web;

/// <summary>What a request sends: data that is put together, the fields of a form, or one file.</summary>
public sealed record HttpBody
{
    public IReadOnlyList<HttpData> Data { get; init; } = [];

    /// <summary>Between the data.</summary>
    public string Joint { get; init; } = "&";

    /// <summary>Of the data; null where a header says it.</summary>
    public string? ContentType { get; init; }

    /// <summary>Sent as <c>multipart/form-data</c>.</summary>
    public IReadOnlyList<HttpField> Fields { get; init; } = [];

    /// <summary>A file that is sent as it is; <c>-</c> is what is piped in.</summary>
    public string? Upload { get; init; }
}

/// <summary>A piece of data: a text, or a file.</summary>
public sealed record HttpData
{
    /// <summary>Stands with an equals sign before what is encoded.</summary>
    public string? Name { get; init; }
    public WebText? Text { get; init; }

    /// <summary>A file's name; <c>-</c> is what is piped in.</summary>
    public string? File { get; init; }

    /// <summary>Percent-encoded when it is sent.</summary>
    public bool Encode { get; init; }

    /// <summary>Line ends of the file are left out.</summary>
    public bool WithoutLineEnds { get; init; }
}

/// <summary>A field of a form.</summary>
public sealed record HttpField(string Name)
{
    public string? Value { get; init; }

    /// <summary>The content comes from this file; <c>-</c> is what is piped in.</summary>
    public string? File { get; init; }

    /// <summary>Named to the server; null where the content is no attachment.</summary>
    public string? FileName { get; init; }
    public string? ContentType { get; init; }
}
