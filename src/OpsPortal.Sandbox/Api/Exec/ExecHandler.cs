using System.IO.Pipelines;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Exec.Spdy;
using OpsPortal.Sandbox.Api.Reading;
using OpsPortal.Sandbox.Api.Requests;
using OpsPortal.Sandbox.Api.Subresources;

namespace OpsPortal.Sandbox.Api.Exec;

/// <summary>Runs a program in a container, its streams carried over WebSocket or SPDY.</summary>
internal static class ExecHandler
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    /// <summary>Input that the program has not read yet, before the caller has to wait.</summary>
    private static readonly PipeOptions InputLimit = new(pauseWriterThreshold: 16 * 1024 * 1024, resumeWriterThreshold: 8 * 1024 * 1024);

    public static async Task HandleAsync(ApiCall call)
    {
        var pod = GetHandler.Find(call);
        var request = ExecRequest.Of(call, ContainerChoice.Of(pod, call.Query("container")));
        RequireRunning(pod, request.Container);
        await using var transport = await UpgradeAsync(call.Http, request);
        await RunAsync(call, request, transport);
    }

    private static async Task<IExecTransport> UpgradeAsync(HttpContext http, ExecRequest request)
    {
        if (http.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade) throw ApiError.BadRequest("Upgrade request required");
        return http.Request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase)
            ? await WebSocketExec.AcceptAsync(http, upgrade)
            : await SpdyExec.AcceptAsync(http, upgrade, request);
    }

    private static async Task RunAsync(ApiCall call, ExecRequest request, IExecTransport transport)
    {
        var (input, output, error) = (new Pipe(InputLimit), new Pipe(), new Pipe());
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation);
        var receiving = ReceiveAsync(transport, request, input.Writer, gone);
        var sending = Task.WhenAll(
            PumpAsync(output.Reader, data => transport.SendAsync(ExecChannel.Output, data, gone.Token)),
            PumpAsync(error.Reader, data => transport.SendAsync(ExecChannel.Error, data, gone.Token)));
        try
        {
            var said = output.Writer.AsStream();
            var exit = await call.Parts.Runtime.ExecAsync(call.Namespace!, call.Name, request.Container, request.Command,
                input.Reader.AsStream(), said, request.Terminal ? said : error.Writer.AsStream(), gone.Token);
            await output.Writer.CompleteAsync();
            await error.Writer.CompleteAsync();
            await sending;
            await transport.FinishAsync(ExitStatus(exit), gone.Token);
            // The caller closes the connection once it has read the last of it.
            await Task.WhenAny(receiving, Task.Delay(Farewell, TimeProvider.System, gone.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && gone.IsCancellationRequested)
        {
            // The caller left before the program ended.
        }
        finally
        {
            await gone.CancelAsync();
        }
    }

    private static async Task ReceiveAsync(IExecTransport transport, ExecRequest request, PipeWriter input, CancellationTokenSource gone)
    {
        if (!request.Input) await input.CompleteAsync();
        try
        {
            await transport.ReceiveAsync(request.Input ? input : null, gone.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or System.Net.WebSockets.WebSocketException)
        {
            // However the connection ends, it ends.
        }
        await input.CompleteAsync();
        await gone.CancelAsync();
    }

    private static async Task PumpAsync(PipeReader from, Func<ReadOnlyMemory<byte>, ValueTask> send)
    {
        while (true)
        {
            var read = await from.ReadAsync();
            foreach (var part in read.Buffer)
                if (part.Length > 0) await send(part);
            from.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return;
        }
    }

    private static void RequireRunning(JsonObject pod, string container)
    {
        var status = pod.Objects("status.containerStatuses").FirstOrDefault(c => c.Text("name") == container);
        if (status is not null && status.At("state.running") is null)
            throw new ApiError(500, "InternalError", $"unable to upgrade connection: container not found (\"{container}\")");
    }

    private static JsonObject ExitStatus(int exit)
    {
        if (exit == 0) return new JsonObject { ["metadata"] = new JsonObject(), ["status"] = "Success" };
        return new JsonObject
        {
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = $"command terminated with non-zero exit code: exit status {exit}",
            ["reason"] = "NonZeroExitCode",
            ["details"] = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ExitCode", ["message"] = $"{exit}" }) },
        };
    }
}
