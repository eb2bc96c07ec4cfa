using System.Net;
using OpsPortal.Checks;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Checks;

/// <summary>Something has to call its secret address in time.</summary>
public sealed class HeartbeatsAreMissed
{
    [Fact]
    public async Task Who_does_not_call_in_time_fails_and_passes_when_it_calls()
    {
        await using var host = await CheckHost.StartAsync();
        var saved = await host.SavedAsync(new("Nightly job", Spec: new HeartbeatCheck(60), Interval: "10 min"));
        using var nobody = host.Portal.Client("");
        async Task<HttpStatusCode> CallAsync(string secret) => (await nobody.PostAsync($"/api/v1/heartbeats/{secret}", null)).StatusCode;

        Assert.Equal(HttpStatusCode.NotFound, await CallAsync(new string('0', saved.Secret!.Length)));
        Assert.Equal(CheckState.Unknown, (await host.StandingAsync(saved.Check)).State);
        Assert.Equal(HttpStatusCode.NoContent, await CallAsync(saved.Secret));
        Assert.Equal(CheckState.Passing, (await host.StandingAsync(saved.Check)).State);

        host.Time.Advance(TimeSpan.FromMinutes(10.5));
        await host.RunAsync();
        Assert.Equal(CheckState.Passing, (await host.StandingAsync(saved.Check)).State);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await host.RunAsync();
        var missed = await host.StandingAsync(saved.Check);
        Assert.Equal((CheckState.Failing, "Nobody has called for 11 m 30 s"), (missed.State, missed.Why));
        Assert.Equal(HttpStatusCode.NoContent, await CallAsync(saved.Secret));
        Assert.Equal(CheckState.Passing, (await host.StandingAsync(saved.Check)).State);
    }

    [Fact]
    public async Task Another_secret_makes_the_old_one_worthless_and_none_is_stored()
    {
        await using var host = await CheckHost.StartAsync();
        var saved = await host.SavedAsync(new("Nightly job", Spec: new HeartbeatCheck()));
        var rotated = await host.Get<SaveCheck>().RotateSecretAsync(People.Root, saved.Check.Id, default);
        using var nobody = host.Portal.Client("");
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.PostAsync($"/api/v1/heartbeats/{saved.Secret}", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await nobody.PostAsync($"/api/v1/heartbeats/{rotated.Value!.Secret}", null)).StatusCode);
        Assert.DoesNotContain(rotated.Value.Secret!, rotated.Value.Check.HeartbeatHash!, StringComparison.Ordinal);
        Assert.True((await host.Get<SaveCheck>().RemoveAsync(People.Root, saved.Check.Id, default)).Succeeded);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.PostAsync($"/api/v1/heartbeats/{rotated.Value.Secret}", null)).StatusCode);
    }
}
