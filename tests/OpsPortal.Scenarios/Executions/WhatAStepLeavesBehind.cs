using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OpsPortal.Executions;
using OpsPortal.Scenarios.Support;
using OpsPortal.Targets;

namespace OpsPortal.Scenarios.Executions;

public sealed class WhatAStepLeavesBehind
{
    private static async Task WriteAsync(Surroundings surroundings, string name, byte[] content, bool append = false)
    {
        await using var file = await surroundings.Files.CreateAsync(name, append, default);
        await file.WriteAsync(content);
    }

    [Fact]
    public async Task A_file_that_a_step_wrote_can_be_downloaded_and_read_by_the_next_step()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, 60_000).Select(i => $"line {i}\n")));
        string? read = null;
        portal.Runner.RunIn = async (execution, surroundings, cancellation) =>
        {
            if (execution.StepId == "pods")
            {
                await WriteAsync(surroundings, "./logs/today.log", content);
                return ActionOutcome.Success("written");
            }
            using var reader = new StreamReader((await surroundings.Files.OpenAsync("logs/today.log", cancellation))!);
            read = await reader.ReadToEndAsync(cancellation);
            Assert.Equal(["logs/today.log"], await surroundings.Files.MatchAsync("logs/*.log", cancellation));
            Assert.Null(await surroundings.Files.OpenAsync("other.log", cancellation));
            return ActionOutcome.Success("read");
        };

        var id = await portal.ClickAsync("pods");
        await portal.EndOfAsync(id);
        await portal.EndOfAsync(await portal.ClickAsync("services"));

        Assert.Equal(Encoding.UTF8.GetString(content), read);
        using var client = portal.Client("Responder");
        var files = await client.GetFromJsonAsync<JsonElement>($"/api/v1/executions/{id}/artifacts");
        Assert.Equal("logs/today.log", files[0].GetProperty("name").GetString());
        Assert.Equal(content, await client.GetByteArrayAsync($"/api/v1/executions/{id}/artifacts/logs/today.log"));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/api/v1/executions/{id}/artifacts/other.log")).StatusCode);
    }

    [Fact]
    public async Task Appending_goes_on_behind_what_an_earlier_step_wrote()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());
        portal.Runner.RunIn = async (_, surroundings, _) =>
        {
            await WriteAsync(surroundings, "notes.txt", "more\n"u8.ToArray(), append: true);
            return ActionOutcome.Success("written");
        };

        await portal.EndOfAsync(await portal.ClickAsync("pods"));
        var second = await portal.ClickAsync("services");
        await portal.EndOfAsync(second);

        using var client = portal.Client("Responder");
        Assert.Equal("more\nmore\n", await client.GetStringAsync($"/api/v1/executions/{second}/artifacts/notes.txt"));
    }

    [Fact]
    public async Task A_file_beyond_the_limit_fails_the_step_with_the_limit()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Limits = limits => limits.FileBytes = 1024 * 1024 });
        portal.Runner.RunIn = async (_, surroundings, _) =>
        {
            try
            {
                await WriteAsync(surroundings, "huge.bin", new byte[2 * 1024 * 1024]);
                return ActionOutcome.Success("written");
            }
            catch (StepFileException e)
            {
                return ActionOutcome.Failure(e.Message);
            }
        };

        var ended = await portal.EndOfAsync(await portal.ClickAsync("pods"));

        Assert.Equal(ExecutionState.Failed, ended.State);
        Assert.Contains("larger than the 1 MiB", ended.Reason, StringComparison.Ordinal);
        using var client = portal.Client("Responder");
        Assert.Empty((await client.GetFromJsonAsync<JsonElement[]>($"/api/v1/executions/{ended.Id}/artifacts"))!);
    }

    [Fact]
    public async Task A_grid_is_kept_beside_the_text()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());
        portal.Runner.RunIn = async (_, surroundings, cancellation) =>
        {
            await surroundings.ShowAsync(new ResultGrid("sizes", [new("table"), new("bytes", "int8", true)], [["orders", "12"], ["password: hunter22", null]]), cancellation);
            return ActionOutcome.Success("2 rows");
        };

        var id = await portal.ClickAsync("pods");
        await portal.EndOfAsync(id);

        using var client = portal.Client("Viewer");
        var grid = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/executions/{id}/views"))[0];
        Assert.Equal("grid", grid.GetProperty("view").GetString());
        Assert.Equal("12", grid.GetProperty("rows")[0][1].GetString());
        Assert.DoesNotContain("hunter22", grid.ToString(), StringComparison.Ordinal);
    }
}
