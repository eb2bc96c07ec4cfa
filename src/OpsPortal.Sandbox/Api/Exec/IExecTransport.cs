using System.IO.Pipelines;
using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Api.Exec;

/// <summary>Numbered as the channel protocol numbers them.</summary>
internal enum ExecChannel : byte { Input = 0, Output = 1, Error = 2, Status = 3, Resize = 4, Close = 255 }

/// <summary>Carries a program's streams to and from the caller.</summary>
internal interface IExecTransport : IAsyncDisposable
{
    ValueTask SendAsync(ExecChannel channel, ReadOnlyMemory<byte> data, CancellationToken cancellation);

    /// <summary>Until the caller leaves; completes <paramref name="input"/> where the caller ends it before.</summary>
    Task ReceiveAsync(PipeWriter? input, CancellationToken cancellation);

    /// <summary>Tells how the program ended, and that nothing follows.</summary>
    Task FinishAsync(JsonObject status, CancellationToken cancellation);
}
