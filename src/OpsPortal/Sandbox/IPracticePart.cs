using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox;

/// <summary>What the practice systems come with besides their runbooks. Arranged with each start of the sandbox; what people changed or removed stays as they left it.</summary>
public interface IPracticePart
{
    /// <param name="environment">Name.</param>
    Task ArrangeAsync(string environment, IReadOnlyList<SystemDefinition> systems, CancellationToken cancellation);
}
