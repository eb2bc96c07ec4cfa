using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;

namespace OpsPortal.Sandbox.Docker;

/// <summary>What changes containers.</summary>
internal static class ContainerRoutes
{
    private const int Killed = 137;

    public static void Map(WebApplication app, DockerEngine engine, DockerExecs execs)
    {
        app.MapPost("/containers/create", async http =>
        {
            var container = engine.Create(http.Query("name"), await http.BodyAsync());
            await http.AnswerAsync(new JsonObject { ["Id"] = container.Id, ["Warnings"] = new JsonArray() }, 201);
        });
        app.MapPost("/containers/{id}/start", async http => http.Done(await engine.StartAsync(engine.Find(http.Route("id")), http.RequestAborted)));
        app.MapPost("/containers/{id}/stop", async http => http.Done(await engine.StopAsync(engine.Find(http.Route("id")), 0, http.RequestAborted)));
        app.MapPost("/containers/{id}/restart", async http =>
        {
            var container = engine.Find(http.Route("id"));
            await engine.StopAsync(container, 0, http.RequestAborted);
            await engine.StartAsync(container, http.RequestAborted);
            http.Done();
        });
        app.MapPost("/containers/{id}/kill", async http =>
        {
            var container = engine.Find(http.Route("id"));
            if (!engine.StateOf(container).Runs) throw new DockerError(409, $"cannot kill container: {http.Route("id")}: container {container.Id} is not running");
            // any other signal is taken by the program, which goes on
            if (http.Query("signal") is null or "" or "KILL" or "SIGKILL" or "9" or "TERM" or "SIGTERM" or "15") await engine.StopAsync(container, Killed, http.RequestAborted);
            http.Done();
        });
        app.MapPost("/containers/{id}/pause", http => Now(() => engine.Pause(engine.Find(http.Route("id")), true), () => http.Done()));
        app.MapPost("/containers/{id}/unpause", http => Now(() => engine.Pause(engine.Find(http.Route("id")), false), () => http.Done()));
        app.MapPost("/containers/{id}/wait", async http => await http.AnswerAsync(new JsonObject { ["StatusCode"] = engine.StateOf(engine.Find(http.Route("id"))).ExitCode }));
        app.MapDelete("/containers/{id}", async http =>
        {
            await engine.RemoveAsync(engine.Find(http.Route("id")), http.Switch("force"), http.RequestAborted);
            http.Done();
        });
        app.MapPost("/containers/prune", async http =>
        {
            var gone = engine.All().Where(c => !c.Started).ToList();
            foreach (var container in gone) await engine.RemoveAsync(container, false, http.RequestAborted);
            await http.AnswerAsync(new JsonObject { ["ContainersDeleted"] = gone.Count == 0 ? null : DockerHttp.Array(gone.Select(c => (JsonNode?)c.Id)), ["SpaceReclaimed"] = 0 });
        });
        app.MapPost("/containers/{id}/exec", async http => await http.AnswerAsync(new JsonObject { ["Id"] = execs.Create(engine.Find(http.Route("id")), await http.BodyAsync()) }, 201));
        app.MapGet("/exec/{id}/json", async http => await http.AnswerAsync(execs.Detail(http.Route("id"))));
        app.MapPost("/exec/{id}/resize", http => Now(() => { }, () => http.Done()));
        app.MapPost("/containers/{id}/resize", http => Now(() => { }, () => http.Done()));
    }

    private static Task Now(Action act, Action answer)
    {
        act();
        answer();
        return Task.CompletedTask;
    }
}
