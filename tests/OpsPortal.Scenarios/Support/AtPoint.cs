using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Executions.Running;

namespace OpsPortal.Scenarios.Support;

/// <summary>Does something at the first time that a worker in this process comes to a commit point.</summary>
public sealed class AtPoint(CommitPoint wanted, Func<long, Task> act) : ICommitPoints
{
    private int reached;

    public static PortalSetUp SetUp(CommitPoint point, Func<long, Task> act) => new() { Services = services => services.AddSingleton<ICommitPoints>(new AtPoint(point, act)) };

    public async ValueTask ReachAsync(CommitPoint point, long? execution)
    {
        if (point == wanted && execution is { } id && Interlocked.Exchange(ref reached, 1) == 0) await act(id);
    }
}
