using System.Text;
using Xunit;

namespace OpsPortal.Tests.Targets.Filters;

public class JqSizeTests
{
    /// <summary>What <c>kubectl get pods -A -o json</c> says of a big cluster.</summary>
    [Fact]
    public async Task Five_megabytes_are_no_burden()
    {
        var text = new StringBuilder("{\n    \"items\": [\n");
        for (var i = 0; text.Length < 5_000_000; i++)
            text.Append($"{(i > 0 ? ",\n" : "")}        {{\n            \"metadata\": {{\n                \"name\": \"pod-{i}\",\n                \"namespace\": \"ns-{i % 40}\"\n            }},\n            \"status\": {{\n                \"phase\": \"{(i % 7 == 0 ? "Failed" : "Running")}\",\n                \"restarts\": {i % 13}\n            }}\n        }}");
        var input = text.Append("\n    ]\n}\n").ToString();
        var count = await FilterCase.RunAsync("jq -c '[.items[] | select(.status.phase == \"Failed\")] | group_by(.metadata.namespace) | map({n: .[0].metadata.namespace, c: length}) | length'", input);
        Assert.Equal("40\n", count);
        Assert.Equal(input.Length > 5_000_000, (await FilterCase.RunAsync("jq .", input)).Length > 2_000_000);
        Assert.Equal("0\n", await FilterCase.RunAsync("jq '[.. | .image?] | map(select(. != null)) | length'", input));
    }
}
