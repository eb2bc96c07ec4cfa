using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Streams;

namespace OpsPortal.Targets.Docker.Containers;

/// <summary>The log of one container, line by line.</summary>
/// <param name="Since">As a person writes it; null means from the beginning.</param>
internal sealed record ContainerLog(bool Follow, string? Tail, string? Since, string? Until, bool Timestamps)
{
    /// <summary>What is wrong with the times; null where nothing is.</summary>
    public string? Problem(DateTimeOffset now)
    {
        foreach (var (name, value) in new[] { ("since", Since), ("until", Until) })
            if (value is not null && DockerMoment.Of(value, now) is null)
                return $"invalid value for \"{name}\": \"{value}\" is no time: give one such as 2026-01-31T12:00:00Z, or how long ago, such as 10m.";
        return Tail is null or "all" || int.TryParse(Tail, out _) ? null : $"\"{Tail}\" is no number of lines.";
    }

    /// <param name="write">Gets every line with the stream that it came from.</param>
    public async Task ReadAsync(DockerApi api, string container, DateTimeOffset now, Func<OutputStream, string, CancellationToken, ValueTask> write, CancellationToken cancellation)
    {
        var about = await api.GetAsync(DockerPath.Container(container, "/json"), cancellation);
        var query = DockerPath.Query(("stdout", "1"), ("stderr", "1"), ("follow", Follow ? "1" : null), ("tail", Tail), ("timestamps", Timestamps ? "1" : null),
            ("since", Since is null ? null : DockerMoment.Of(Since, now)), ("until", Until is null ? null : DockerMoment.Of(Until, now)));
        await using var stream = await api.OpenAsync(HttpMethod.Get, DockerPath.Container(about.TextAt("Id") ?? container, $"/logs{query}"), null, cancellation);
        await FrameReader.ReadAsync((buffer, stop) => stream.ReadAsync(buffer, stop), framed: !about.FlagAt("Config", "Tty"),
            new LineAssembler((line, stop) => write(OutputStream.Out, line, stop)), new LineAssembler((line, stop) => write(OutputStream.Error, line, stop)), cancellation);
    }
}
