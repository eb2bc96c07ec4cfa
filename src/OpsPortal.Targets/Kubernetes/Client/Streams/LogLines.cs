using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>A container's log as lines.</summary>
internal sealed class LogLines(Transport transport)
{
    /// <summary>Bytes of one line that are kept; the rest of a longer one is dropped and told.</summary>
    public const int Longest = 1 << 20;

    public async IAsyncEnumerable<string> ReadAsync(
        string @namespace, string pod, LogOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = Request(@namespace, pod, options);
        using var response = await transport.OpenAsync(request, cancellation);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        await using var lines = LineReader.ReadAsync(stream, Longest, cancellation).GetAsyncEnumerator(cancellation);
        while (await NextAsync(lines, request, cancellation))
        {
            var (line, _) = lines.Current;
            var text = Encoding.UTF8.GetString(line).TrimEnd('\r');
            yield return line.Length < Longest ? text : $"{text} … [the rest of this line, longer than 1 MiB, was left out]";
        }
    }

    private async Task<bool> NextAsync(
        IAsyncEnumerator<(ReadOnlySequence<byte>, bool)> lines, ApiRequest request, CancellationToken cancellation)
    {
        try
        {
            return await lines.MoveNextAsync();
        }
        catch (Exception e) when (LostConnection.Of(e, transport.Connection, cancellation) is { } lost)
        {
            throw lost.ToException(request, transport.Connection, e);
        }
    }

    private static ApiRequest Request(string @namespace, string pod, LogOptions options)
    {
        var path = RequestPath.Of(new ResourcePath(ApiResource.Pods, @namespace, pod, "log"));
        var query = new Query()
            .Add("container", options.Container)
            .AddIf(options.Follow, "follow")
            .AddIf(options.Previous, "previous")
            .AddIf(options.Timestamps, "timestamps")
            .Add("sinceSeconds", options.SinceSeconds)
            .Add("sinceTime", options.SinceTime?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"))
            .Add("tailLines", options.TailLines)
            .Add("limitBytes", options.LimitBytes);
        return ApiRequest.Read($"{path}{query}") with { Accept = "application/json, */*" };
    }
}
