namespace OpsPortal.Targets.Probes;

/// <summary>From an environment's settings to what can be asked of each of its targets; the cluster is asked by its own client.</summary>
public sealed class TargetProbes(TimeProvider time)
{
    public IReadOnlyList<TargetProbe> Of(TargetSettings targets)
    {
        List<TargetProbe> probes =
        [
            .. targets.Databases.Select(d => new TargetProbe(TargetKind.Database, d.Name, stop => PostgresProbe.AskAsync(d, stop), PostgresProbe.Secrets(d))),
            .. targets.Redis.Select(r => new TargetProbe(TargetKind.Redis, r.Name, stop => RedisProbe.AskAsync(r, stop), RedisProbe.Secrets(r))),
        ];
        if (targets.Http.Allow.Count + targets.Http.Routes.Count > 0) probes.Add(new(TargetKind.Http, "HTTP", stop => new HttpProbe(targets.Http, time).AskAsync(stop), []));
        if (targets.Prometheus is { } prometheus)
            probes.Add(new(TargetKind.Prometheus, "Prometheus", stop => PrometheusProbe.AskAsync(targets, time, stop), [prometheus.UserInfo, Uri.UnescapeDataString(prometheus.UserInfo), .. prometheus.UserInfo.Split(':').Skip(1)]));
        if (targets.Docker is { } docker) probes.Add(new(TargetKind.Docker, "Docker", stop => DockerProbe.AskAsync(docker, stop), [docker.Url.UserInfo]));
        if (HostProbe.Applies(targets.Host)) probes.Add(new(TargetKind.Host, "Programs", _ => Task.FromResult(HostProbe.Ask(targets.Host)), []));
        return probes;
    }
}
