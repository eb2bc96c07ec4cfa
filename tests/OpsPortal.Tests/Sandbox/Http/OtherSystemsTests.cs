using Xunit;

namespace OpsPortal.Tests.Sandbox.Http;

public class OtherSystemsTests
{
    [Fact]
    public async Task The_prompt_service_wants_a_key_and_counts_its_requests()
    {
        await using var drive = new ServiceDrive("structured-prompt-service");
        Assert.Equal("ok", (string)drive.Get("http://localhost:8000/v1/health")["database"]!);
        Assert.Equal(401, drive.Ask("POST", "http://localhost:8000/v1/analyze/", "{\"prompt\": \"Are you back?\"}").Status);

        var answer = drive.Ask("POST", "http://localhost:8000/v1/analyze/", "{\"prompt\": \"Are you back?\"}", ("x-api-key", "a key"));
        Assert.Equal((200, "question", "999"), (answer.Status, (string)ServiceDrive.Json(answer)["analysis"]!["intent"]!, answer.Headers["X-RateLimit-Remaining"]));
        var missing = drive.Ask("POST", "http://localhost:8000/v1/analyze/", "{}", ("X-API-Key", "a key"));
        Assert.Equal((422, "missing"), (missing.Status, (string)ServiceDrive.Json(missing)["detail"]![0]!["type"]!));
        Assert.Equal(422, drive.Ask("POST", "http://localhost:8000/v1/analyze/", "{", ("X-API-Key", "a key")).Status);
        Assert.Equal(405, drive.Ask("GET", "http://localhost:8000/v1/analyze/").Status);

        drive.Scale("structured-prompt", "api-server", 0);
        drive.Drive.Advance(5);
        var down = drive.Ask("GET", "http://localhost:8000/v1/health");
        Assert.Equal((503, "service_unavailable"), (down.Status, (string)ServiceDrive.Json(down)["error"]!));
    }

    [Fact]
    public async Task A_key_may_send_a_thousand_requests_an_hour()
    {
        await using var drive = new ServiceDrive("structured-prompt-service");
        int Send() => drive.Ask("POST", "http://localhost:8000/v1/analyze/", "{\"prompt\": \"x\"}", ("X-API-Key", "a")).Status;
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Equal(200, Send()));
        Assert.Equal(429, Send());
        drive.Drive.Advance(3600);
        Assert.Equal(200, Send());
    }

    [Fact]
    public async Task The_bot_tells_its_components_and_what_it_uses()
    {
        await using var drive = new ServiceDrive("discord-intelligence-bot");
        Assert.Equal(("healthy", "1.0.0"), ((string)drive.Get("https://api.example.com/health")["status"]!, (string)drive.Get("https://api.example.com/health")["version"]!));
        var detailed = drive.Get("https://api.example.com/health/detailed");
        Assert.Equal(["database", "cache", "vector_store", "external_apis"], detailed["components"]!.AsObject().Select(c => c.Key));
        Assert.InRange((double)detailed["metrics"]!["memory_usage"]!, 40, 60);
        Assert.InRange((double)detailed["metrics"]!["cpu_usage"]!, 30, 65);
        Assert.InRange((double)detailed["metrics"]!["response_time"]!, 100, 500);
    }

    [Fact]
    public async Task The_hub_follows_the_service_that_its_ingress_names()
    {
        await using var drive = new ServiceDrive("meta-prompt-evolution-hub");
        Assert.Equal("connected", (string)drive.Get("https://meta-prompt-evolution.example.com/health")["database"]!);
        Assert.Contains("http_request_duration_seconds_bucket{le=\"0.5\"}", ServiceDrive.Text(drive.Ask("GET", "https://meta-prompt-evolution.example.com/metrics")));
        drive.Drive.Store.Remove(OpsPortal.Sandbox.Store.ResourceTypes.Ingresses, "production", "meta-prompt-evolution");
        Assert.Equal(404, drive.Ask("GET", "https://meta-prompt-evolution.example.com/health").Status);
    }
}
