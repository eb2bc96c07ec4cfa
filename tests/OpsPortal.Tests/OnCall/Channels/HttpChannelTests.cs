using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using OpsPortal.OnCall.Channels;
using Xunit;

namespace OpsPortal.Tests.OnCall.Channels;

public class HttpChannelTests
{
    private static readonly ChannelMessage Message = new("page-7", "INC-42: <platform> & more", "Error rate 7 %", new("https://portal.example.org/incidents/42"), Urgent: true);

    internal static Outbound Inside(string named = "127.0.0.1", FakeTime? time = null) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["OnCall:Inside"] = named }).Build(), time ?? new FakeTime());

    [Fact]
    public async Task A_webhook_can_be_checked_by_its_receiver()
    {
        await using var sink = new HttpSink();
        using var outbound = Inside();
        var to = new MethodAddress { Url = $"{sink.Address}/hook", Secret = "a secret of some length" };
        Assert.IsType<Delivery.Delivered>(await new SignedChannel(MethodKind.Webhook, outbound, new FakeTime()).SendAsync(to, Message, default));
        var request = Assert.Single(sink.Requests);
        Assert.Equal(("POST", "/hook"), (request.Method, request.Path));
        Assert.Equal($"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(to.Secret), request.Body))}", request.Headers["X-OpsPortal-Signature"]);
        Assert.Equal("page-7", request.Headers["Idempotency-Key"]);
        var body = JsonNode.Parse(request.Text)!;
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 3, 12, 0, TimeSpan.Zero).ToUnixTimeSeconds(), (long)body["timestamp"]!);
        Assert.Equal(("page-7", "webhook", Message.Title, true), ((string)body["id"]!, (string)body["kind"]!, (string)body["title"]!, (bool)body["urgent"]!));
        Assert.Null(body["to"]);
    }

    [Fact]
    public async Task A_provider_is_told_the_number()
    {
        await using var sink = new HttpSink();
        using var outbound = Inside();
        foreach (var kind in new[] { MethodKind.Sms, MethodKind.Voice })
            Assert.IsType<Delivery.Delivered>(await new SignedChannel(kind, outbound, new FakeTime()).SendAsync(new() { Url = sink.Address, Secret = "s", To = "+4930123456" }, Message, default));
        Assert.Equal([("sms", "+4930123456"), ("voice", "+4930123456")], sink.Requests.Select(r => JsonNode.Parse(r.Text)!).Select(b => ((string)b["kind"]!, (string)b["to"]!)));
    }

    [Fact]
    public async Task Slack_gets_its_blocks_and_no_markup_of_others()
    {
        await using var sink = new HttpSink();
        using var outbound = Inside();
        Assert.IsType<Delivery.Delivered>(await new SlackChannel(outbound).SendAsync(new() { Url = sink.Address }, Message with { Text = new string('x', 9_000) }, default));
        var body = JsonNode.Parse(sink.Requests[0].Text)!;
        Assert.Equal(Message.Title, (string)body["text"]!);
        var block = body["blocks"]![0]!;
        Assert.Equal(("section", "mrkdwn"), ((string)block["type"]!, (string)block["text"]!["type"]!));
        var shown = (string)block["text"]!["text"]!;
        Assert.StartsWith("*INC-42: &lt;platform&gt; &amp; more*\n", shown);
        Assert.EndsWith("<https://portal.example.org/incidents/42|Open in OpsPortal>", shown);
        Assert.InRange(shown.Length, 2_000, 3_000);
    }

    [Fact]
    public async Task A_topic_gets_headers_and_text()
    {
        await using var sink = new HttpSink();
        using var outbound = Inside();
        await new TopicChannel(outbound).SendAsync(new() { Url = $"{sink.Address}/my-topic", Secret = "tk_123" }, Message with { Title = "Störung" }, default);
        var request = Assert.Single(sink.Requests);
        Assert.Equal(("/my-topic", "Error rate 7 %"), (request.Path, request.Text));
        Assert.Equal(("urgent", "Bearer tk_123", "https://portal.example.org/incidents/42"), (request.Headers["Priority"], request.Headers["Authorization"], request.Headers["Click"]));
        Assert.Equal("=?utf-8?B?U3TDtnJ1bmc=?=", request.Headers["Title"]);
    }

    [Theory]
    [InlineData("200 OK\r\n", typeof(Delivery.Delivered))]
    [InlineData("204 No Content\r\n", typeof(Delivery.Delivered))]
    [InlineData("403 Forbidden\r\n", typeof(Delivery.Permanent))]
    [InlineData("404 Not Found\r\n", typeof(Delivery.Permanent))]
    [InlineData("410 Gone\r\n", typeof(Delivery.Permanent))]
    [InlineData("400 Bad Request\r\n", typeof(Delivery.Permanent))]
    [InlineData("302 Found\r\nLocation: http://127.0.0.1/elsewhere\r\n", typeof(Delivery.Permanent))]
    [InlineData("429 Too Many Requests\r\nRetry-After: 17\r\n", typeof(Delivery.Temporary))]
    [InlineData("500 Oh\r\n", typeof(Delivery.Temporary))]
    [InlineData("503 Not now\r\n", typeof(Delivery.Temporary))]
    [InlineData("", typeof(Delivery.Unknown))]
    public async Task What_an_answer_means(string answer, Type expected)
    {
        await using var sink = new HttpSink { Answer = answer, Says = "no_service\r\nmore" };
        using var outbound = Inside();
        var delivery = await new SlackChannel(outbound).SendAsync(new() { Url = sink.Address }, Message, default);
        Assert.IsType(expected, delivery);
        if (answer.Contains("Retry-After")) Assert.Equal(TimeSpan.FromSeconds(17), Assert.IsType<Delivery.Temporary>(delivery).RetryAfter);
        if (answer.StartsWith("404", StringComparison.Ordinal)) Assert.Equal("127.0.0.1 answered 404: no_service.", delivery.Why);
        Assert.Single(sink.Requests);
    }

    [Fact]
    public async Task Nobody_there_is_temporary()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        using var outbound = Inside();
        Assert.IsType<Delivery.Temporary>(await new SlackChannel(outbound).SendAsync(new() { Url = $"http://127.0.0.1:{port}/" }, Message, default));
    }

    [Theory]
    [InlineData("http://127.0.0.1:{port}/")]
    [InlineData("http://localhost:{port}/")]
    [InlineData("http://[::1]:{port}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{port}/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://192.168.1.1/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://metadata.google.internal/")]
    public async Task The_inner_network_is_not_asked_unless_it_is_named(string address)
    {
        await using var sink = new HttpSink();
        using var outbound = Inside("");
        var refused = Assert.IsType<Delivery.Permanent>(await new SlackChannel(outbound).SendAsync(new() { Url = address.Replace("{port}", sink.Address.Split(':')[^1]) }, Message, default));
        Assert.Contains("OnCall__Inside", refused.Reason);
        Assert.Empty(sink.Requests);
    }

    [Fact]
    public async Task Where_clouds_keep_credentials_is_never_asked()
    {
        using var outbound = Inside("169.254.0.0/16,metadata.google.internal,0.0.0.0/0");
        Assert.IsType<Delivery.Permanent>(await new SlackChannel(outbound).SendAsync(new() { Url = "http://169.254.169.254/" }, Message, default));
        Assert.IsType<Delivery.Permanent>(await new SlackChannel(outbound).SendAsync(new() { Url = "http://metadata.google.internal/" }, Message, default));
    }

    [Fact]
    public void A_name_that_is_none_stops_the_start() => Assert.Contains("OnCall:Inside", Assert.Throws<InvalidOperationException>(() => Inside("http://x/")).Message);
}
