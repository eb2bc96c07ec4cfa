using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Configuration;
using OpsPortal.OnCall.Channels;
using OpsPortal.OnCall.Channels.Mail;
using Xunit;

namespace OpsPortal.Tests.OnCall.Channels;

public class MailChannelTests
{
    private static readonly ChannelMessage Message = new("page-7", "INC-42: Störung bei der Plattform ⚡", ".first line\r\nsecond line\n.\nlast", new("https://portal.example.org/incidents/42"), Urgent: true);

    private static MailChannel Channel(MailSink sink, params (string, string)[] more) => Channel(sink.Port, [("Smtp:Authority", sink.AuthorityFile), .. more]);

    private static MailChannel Channel(int port, params (string Key, string Value)[] more) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Smtp:Host"] = "127.0.0.1", ["Smtp:Port"] = $"{port}", ["Smtp:From"] = "opsportal@example.org" })
            .AddInMemoryCollection(more.Select(m => KeyValuePair.Create(m.Key, (string?)m.Value))).Build(), new FakeTime());

    private static MethodAddress To(string address) => new() { To = address };

    [Fact]
    public async Task A_message_goes_encrypted_and_signed_in_and_says_the_same_on_the_other_side()
    {
        await using var sink = new MailSink();
        Assert.IsType<Delivery.Delivered>(await Channel(sink, ("Smtp:User", "ops"), ("Smtp:Password", "geheim-1234")).SendAsync(To("ann@example.org"), Message, default));
        Assert.True(sink.Encrypted);
        Assert.Contains($"AUTH PLAIN {Convert.ToBase64String(Encoding.UTF8.GetBytes("\0ops\0geheim-1234"))}", sink.Commands);
        Assert.Contains("RCPT TO:<ann@example.org>", sink.Commands);
        var (headers, body) = Read(Assert.Single(sink.Messages));
        Assert.Equal("<page-7@example.org>", headers["Message-ID"]);
        Assert.Equal(Message.Title, Decode(headers["Subject"]));
        Assert.Equal("high", headers["Importance"]);
        Assert.Equal("Sat, 21 Nov 2026 03:12:00 +0000", headers["Date"]);
        Assert.Equal(".first line\r\nsecond line\r\n.\r\nlast\r\n\r\nhttps://portal.example.org/incidents/42\r\n", body);
    }

    [Fact]
    public async Task Text_in_other_letters_and_signing_in_by_LOGIN()
    {
        await using var sink = new MailSink { Offers = ["STARTTLS", "AUTH LOGIN"] };
        var text = string.Join('\n', Enumerable.Repeat("Überlauf – 10 % der Anfragen schlagen fehl, bitte prüfen.", 40));
        Assert.IsType<Delivery.Delivered>(await Channel(sink, ("Smtp:User", "ops"), ("Smtp:Password", "geheim-1234")).SendAsync(To("ann@example.org"), new("k", "T", text), default));
        Assert.Contains("geheim-1234", sink.Commands);
        Assert.All(sink.Messages[0].Split("\r\n"), l => Assert.True(l.Length <= 76, l));
        Assert.Equal(text.ReplaceLineEndings("\r\n") + "\r\n", Read(sink.Messages[0]).Body);
    }

    [Fact]
    public async Task Encryption_from_the_first_byte()
    {
        await using var sink = new MailSink { Implicit = true };
        Assert.IsType<Delivery.Delivered>(await Channel(sink, ("Smtp:Tls", "implicit")).SendAsync(To("ann@example.org"), Message, default));
        Assert.True(sink.Encrypted);
    }

    [Fact]
    public async Task A_server_that_offers_no_encryption_gets_nothing()
    {
        await using var sink = new MailSink { Offers = ["AUTH PLAIN"] };
        var told = Assert.IsType<Delivery.Temporary>(await Channel(sink, ("Smtp:User", "ops"), ("Smtp:Password", "geheim-1234")).SendAsync(To("ann@example.org"), Message, default));
        Assert.Contains("offers no encryption", told.Reason);
        Assert.DoesNotContain(sink.Commands, c => c.StartsWith("AUTH", StringComparison.Ordinal));
        Assert.Contains("not sent where everybody can read it", Channel(sink, ("Smtp:Tls", "none"), ("Smtp:Password", "x")).NotConfigured);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_not_trusted()
    {
        await using var sink = new MailSink();
        Assert.IsType<Delivery.Temporary>(await Channel(sink.Port).SendAsync(To("ann@example.org"), Message, default));
        Assert.Empty(sink.Messages);
    }

    [Theory]
    [InlineData("RCPT", "550 5.1.1 no such person", typeof(Delivery.Permanent))]
    [InlineData("RCPT", "451 4.7.1 greylisted", typeof(Delivery.Temporary))]
    [InlineData("AUTH", "535 wrong", typeof(Delivery.Temporary))]
    [InlineData("MAIL", "421 not now", typeof(Delivery.Temporary))]
    [InlineData("MAIL", "", typeof(Delivery.Temporary))]
    [InlineData("the message", "452 full", typeof(Delivery.Temporary))]
    [InlineData("the message", "", typeof(Delivery.Unknown))]
    public async Task What_a_refusal_means(string command, string reply, Type expected)
    {
        await using var sink = new MailSink();
        sink.Instead[command] = reply;
        var delivery = await Channel(sink, ("Smtp:User", "ops"), ("Smtp:Password", "geheim-1234")).SendAsync(To("ann@example.org"), Message, default);
        Assert.IsType(expected, delivery);
        Assert.DoesNotContain("geheim", delivery.Why);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes("\0ops\0geheim-1234")), delivery.Why);
        if (reply.Length > 0) Assert.Contains(reply[..3], delivery.Why);
    }

    [Fact]
    public async Task Nobody_listens_is_temporary_and_nothing_set_up_is_a_sentence()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        Assert.IsType<Delivery.Temporary>(await Channel(port).SendAsync(To("ann@example.org"), Message, default));
        Assert.Contains("Smtp__Host", new MailChannel(new ConfigurationBuilder().Build(), new FakeTime()).NotConfigured);
    }

    [Fact]
    public async Task Letters_in_an_address_need_a_server_that_takes_them()
    {
        await using var plain = new MailSink { Offers = ["STARTTLS"] };
        Assert.IsType<Delivery.Permanent>(await Channel(plain).SendAsync(To("jörg@example.org"), Message, default));
        await using var modern = new MailSink();
        Assert.IsType<Delivery.Delivered>(await Channel(modern).SendAsync(To("jörg@example.org"), Message, default));
        Assert.Contains("MAIL FROM:<opsportal@example.org> SMTPUTF8", modern.Commands);
    }

    [Theory]
    [InlineData("a\r\nBcc: other@example.org")]
    [InlineData("ä\r\nBcc: other@example.org")]
    public void A_title_stays_one_header(string title) =>
        Assert.DoesNotContain("\r\nBcc", MailText.Of("a@b.c", "d@e.f", "x@y", new("k", title, "t"), DateTimeOffset.UnixEpoch));

    private static (Dictionary<string, string> Headers, string Body) Read(string message)
    {
        var (head, body) = (message[..message.IndexOf("\r\n\r\n", StringComparison.Ordinal)], message[(message.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        var headers = head.Split("\r\n").Select(l => l.Split(": ", 2)).ToDictionary(p => p[0], p => p[1]);
        return (headers, headers["Content-Transfer-Encoding"] == "base64" ? Encoding.UTF8.GetString(Convert.FromBase64String(body.Replace("\r\n", ""))) : body);
    }

    private static string Decode(string header) => Encoding.UTF8.GetString([.. header.Split(' ').SelectMany(w => Convert.FromBase64String(w["=?utf-8?B?".Length..^2]))]);
}
