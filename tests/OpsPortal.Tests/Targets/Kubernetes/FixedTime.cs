namespace OpsPortal.Tests.Targets.Kubernetes;

public sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
