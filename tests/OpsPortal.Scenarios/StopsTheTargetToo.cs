using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Npgsql;
using OpsPortal.Environments;
using OpsPortal.Sandbox.Api;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios;

/// <summary>Cancel is acknowledged, and what the step had going at its target ends: seen from the target.</summary>
public sealed class StopsTheTargetToo : IAsyncLifetime
{
    /// <summary>How long a signal is waited for; what is tried would go on for ten minutes.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(60);

    private readonly SandboxCluster cluster = SandboxCluster.Create(TimeProvider.System);
    private WatchedRuntime runtime = null!;
    private SandboxServer server = null!;
    private PortalProcess portal = null!;

    public async Task InitializeAsync()
    {
        cluster.Start();
        runtime = new(cluster.Runtime);
        server = await SandboxServer.StartAsync(cluster.Store, runtime, 0, "sandbox-administrator-token", CancellationToken.None, options: SandboxApiOptions.For(cluster));
        portal = await PortalProcess.StartAsync(await (await PrivatePostgres.RunningAsync()).CreateDatabaseAsync());
    }

    public async Task DisposeAsync()
    {
        if (portal is not null) await portal.DisposeAsync();
        if (server is not null) await server.DisposeAsync();
        await cluster.StopAsync();
    }

    [Fact]
    public async Task A_program_in_a_pod_and_a_followed_log()
    {
        await AddAsync(new("box", Kubernetes: new(server.Kubeconfig)));
        var steps = await portal.Client.ImportCommandsAsync("pods", "kubectl exec deployment/platform-service -n platform -- sleep 600", "kubectl logs -f deployment/platform-service -n platform --tail=5");

        var program = (await portal.Client.RunAsync("pods", steps[0], "box")).Id();
        await runtime.Programs.Begun.WaitAsync(Enough);
        await CancelAsync(program);
        await runtime.Programs.Over.WaitAsync(Enough);
        await EndedAsync(program);

        var follow = (await portal.Client.RunAsync("pods", steps[1], "box")).Id();
        await runtime.Follows.Begun.WaitAsync(Enough);
        await CancelAsync(follow);
        await runtime.Follows.Over.WaitAsync(Enough);
        Assert.Equal("cancelled", (string?)(await EndedAsync(follow))["state"]);
    }

    [Fact]
    public async Task A_statement_in_the_database()
    {
        var orders = await (await PrivatePostgres.RunningAsync()).CreateDatabaseAsync();
        await AddAsync(new("shop", Databases: [new("orders", orders, ["orders"])]));
        var steps = await portal.Client.ImportCommandsAsync("sql", "psql -h orders -c 'select pg_sleep(600)'");
        await using var connection = new NpgsqlConnection(orders);
        await connection.OpenAsync();

        var id = (await portal.Client.RunAsync("sql", steps[0], "shop")).Id();
        await BackendsAsync("exists");
        await CancelAsync(id);
        await BackendsAsync("not exists");
        await EndedAsync(id);

        // The server looks, so that nobody here has to ask again and again.
        async Task BackendsAsync(string wanted)
        {
            await using var wait = new NpgsqlCommand(
                $"""
                do $$ begin
                  while not {wanted} (select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state = 'active' and query like '%pg_sleep(600)%') loop
                    perform pg_sleep(0.02), pg_stat_clear_snapshot();
                  end loop;
                end $$
                """, connection)
            { CommandTimeout = (int)Enough.TotalSeconds };
            await wait.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task A_program_beside_the_portal_with_what_it_started()
    {
        var directory = Directory.CreateTempSubdirectory("opsportal-host-").FullName;
        try
        {
            // Whoever holds the other end of the pipe is alive: its reader ends with the last of them.
            var pipe = Path.Combine(directory, "alive");
            await Programs.RunAsync(["mkfifo", pipe]);
            await File.WriteAllTextAsync(Path.Combine(directory, "hold.sh"), $"#!/bin/sh\nexec 3>{pipe}\nsleep 600 &\necho held\nwait\n");
            await Programs.RunAsync(["chmod", "755", Path.Combine(directory, "hold.sh")]);
            await AddAsync(new("host", Programs: ["./hold.sh"], Host: new(directory)));
            var steps = await portal.Client.ImportCommandsAsync("host", "./hold.sh");
            using var alive = Process.Start(new ProcessStartInfo("cat", [pipe]) { RedirectStandardOutput = true })!;

            var id = (await portal.Client.RunAsync("host", steps[0], "host")).Id();
            await portal.Client.FollowAsync(id, line => (string?)line["text"] == "held");
            await CancelAsync(id);
            using var enough = new CancellationTokenSource(Enough);
            await alive.WaitForExitAsync(enough.Token);
            await EndedAsync(id);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task A_request_that_is_not_answered()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await AddAsync(new("web", Http: new(Routes: [new("slow.example:80", $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}")])));
        var steps = await portal.Client.ImportCommandsAsync("web", "curl http://slow.example/report");

        var id = (await portal.Client.RunAsync("web", steps[0], "web")).Id();
        using var enough = new CancellationTokenSource(Enough);
        using var caller = await listener.AcceptSocketAsync(enough.Token);
        var buffer = new byte[4096];
        Assert.NotEqual(0, await caller.ReceiveAsync(buffer, enough.Token));
        await CancelAsync(id);
        Assert.True(await IsClosedAsync());
        Assert.Equal("cancelled", (string?)(await EndedAsync(id))["state"]);

        async Task<bool> IsClosedAsync()
        {
            try
            {
                return await caller.ReceiveAsync(buffer, enough.Token) == 0;
            }
            catch (SocketException e)
            {
                return e.SocketErrorCode == SocketError.ConnectionReset;
            }
        }
    }

    private async Task AddAsync(EnvironmentForm form)
    {
        using var added = await portal.Client.PostAsJsonAsync("/api/v1/environments", form);
        Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync());
    }

    private async Task CancelAsync(long id)
    {
        using var answer = await portal.Client.PostAsync($"/api/v1/executions/{id}/cancel", null);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A change that was under way ends with its outcome unknown, everything else as cancelled; the reason says who.</summary>
    private async Task<JsonObject> EndedAsync(long id)
    {
        using var enough = new CancellationTokenSource(Enough);
        await portal.Client.FollowAsync(id, _ => false, cancellation: enough.Token);
        var ended = await portal.Client.ExecutionAsync(id);
        Assert.Contains((string?)ended["state"], (string[])["cancelled", "outcomeUnknown"]);
        Assert.StartsWith("Cancelled by ", (string?)ended["reason"], StringComparison.Ordinal);
        return ended;
    }
}
