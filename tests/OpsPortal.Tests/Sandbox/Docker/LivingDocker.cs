using OpsPortal.Sandbox.Docker;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Targets;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Docker;

/// <summary>A Docker Engine of the sandbox, alive, on a clock that runs fast.</summary>
public sealed class LivingDocker : IAsyncLifetime
{
    private SandboxDocker? server;

    public SandboxCluster Cluster { get; } = SandboxCluster.Create(new FastTime(20));
    public Uri Address => server!.Address;
    public DockerProgram Program => new(Address);

    public DockerSettings Settings => new(Address, SandboxDocker.ComposeFile, SandboxDocker.Project);

    public async Task InitializeAsync()
    {
        Cluster.Start();
        server = await SandboxDocker.StartAsync(Cluster, 0, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await server!.DisposeAsync();
        await Cluster.DisposeAsync();
    }
}

/// <summary>The system's clock, hurried: what takes two seconds there takes a tenth of one here.</summary>
public sealed class FastTime(int factor) : TimeProvider
{
    private readonly DateTimeOffset start = System.GetUtcNow();
    private readonly long from = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => start + System.GetElapsedTime(from) * factor;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer(this, base.CreateTimer(callback, state, Shorter(dueTime), Shorter(period)));

    private TimeSpan Shorter(TimeSpan span) => span == global::System.Threading.Timeout.InfiniteTimeSpan ? span : TimeSpan.FromMilliseconds(Math.Ceiling(span.TotalMilliseconds / factor));

    private sealed class Timer(FastTime time, ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(time.Shorter(dueTime), time.Shorter(period));
        public void Dispose() => inner.Dispose();
        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
