namespace OpsPortal.Targets.Kubernetes;

/// <summary>The body of an error answer; of a very long one the beginning.</summary>
internal static class ErrorBody
{
    private const int Longest = 1 << 20;

    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var body = new MemoryStream();
        var buffer = new byte[8192];
        while (body.Length < Longest && await stream.ReadAsync(buffer, cancellation) is > 0 and var count)
            body.Write(buffer, 0, count);
        return body.ToArray();
    }
}
