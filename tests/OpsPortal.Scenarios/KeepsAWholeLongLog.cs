using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios;

/// <summary>A log of 200,000 lines is stored whole, and everybody who looks sees the same numbers.</summary>
[Collection(nameof(SandboxPortal))]
public class KeepsAWholeLongLog(SandboxPortal box)
{
    [Fact]
    public async Task Two_viewers_of_two_hundred_thousand_lines_see_the_same_lines_under_the_same_numbers()
    {
        var steps = await box.Client.ImportCommandsAsync("long", "kubectl exec deployment/platform-service -n platform -- seq 200000");
        var id = (await box.Client.RunAsync("long", steps[0], "box")).Id();
        var viewers = await Task.WhenAll(ReadAsync(id), ReadAsync(id));

        Assert.Equal(Enumerable.Range(1, 200_000), viewers[0]);
        Assert.Equal(viewers[0], viewers[1]);
        var execution = await box.Client.ExecutionAsync(id);
        Assert.Equal("succeeded", (string?)execution["state"]);
        Assert.Equal(0, (int)execution["linesOmitted"]!);
    }

    /// <summary>The lines that hold numbers, each checked against the number it is stored under.</summary>
    private async Task<List<int>> ReadAsync(long id)
    {
        List<int> values = [];
        var last = 0;
        await box.Client.FollowAsync(id, line =>
        {
            Assert.Equal(++last, (int)line["n"]!);
            if ((string?)line["stream"] == "out") values.Add(int.Parse((string)line["text"]!));
            return false;
        });
        return values;
    }
}
