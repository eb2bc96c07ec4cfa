using Microsoft.Extensions.Hosting;

namespace OpsPortal.Sandbox.Api;

/// <summary>Leaves the process's signals to whoever embeds the server.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
