using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.OnCall.Channels;
using OpsPortal.OnCall.Contacts;
using OpsPortal.Scenarios.Support;
using OpsPortal.Tests.OnCall.Channels;

namespace OpsPortal.Scenarios.OnCall;

/// <summary>A method counts once a code came over it; one whose address is gone is switched off, and its person is told.</summary>
public sealed partial class ReachingPeople
{
    [Fact]
    public async Task A_code_comes_over_every_kind_of_method_and_proves_it()
    {
        await using var mail = new MailSink();
        await using var portal = await OnCallHost.StartAsync(("Smtp:Host", "127.0.0.1"), ("Smtp:Port", $"{mail.Port}"), ("Smtp:From", "opsportal@example.org"), ("Smtp:Authority", mail.AuthorityFile));
        var ann = await portal.ContactAsync(OnCallHost.Ann);
        var (url, count) = (portal.Http.Address, 0);
        foreach (var (kind, address) in new (MethodKind, AddressForm)[]
        {
            (MethodKind.Email, new("ann@example.org")), (MethodKind.Slack, new(Url: $"{url}/services/T1")), (MethodKind.Webhook, new(Url: $"{url}/hook")),
            (MethodKind.Push, new(Url: $"{url}/topic")), (MethodKind.Sms, new("+49 30 123456", $"{url}/sms")), (MethodKind.Voice, new("+49 30 123456", $"{url}/call")),
        })
        {
            var method = OnCallHost.Must(await portal.Get<AddContactMethod>().InvokeAsync(OnCallHost.Ann, ann.Id, new(kind, address), default)).Method;
            Assert.False((await portal.ContactAsync(OnCallHost.Ann)).Methods[count].Works);
            OnCallHost.Must(await portal.Get<VerifyContactMethod>().SendCodeAsync(OnCallHost.Ann, method.Id, default));
            var said = kind == MethodKind.Email ? mail.Messages[^1] : portal.Http.Requests[^1].Text + string.Join(' ', portal.Http.Requests[^1].Headers.Values);
            var code = kind == MethodKind.Voice ? SpokenCode().Match(said).Value : Code().Match(said).Value;
            OnCallHost.Must(await portal.Get<VerifyContactMethod>().InvokeAsync(OnCallHost.Ann, method.Id, code, default));
            OnCallHost.Must(await portal.Get<VerifyContactMethod>().TestAsync(OnCallHost.Ann, method.Id, default));
            Assert.True((await portal.ContactAsync(OnCallHost.Ann)).Methods[count++].Works);
        }
        // Nothing of an address is stored as it is.
        await using var db = await portal.DatabaseAsync();
        var stored = string.Join('\n', await db.ContactMethods.Select(m => m.ProtectedAddress + m.Shown + m.CodeHash).ToListAsync());
        Assert.DoesNotContain("/services/T1", stored);
        Assert.DoesNotContain("30123456", stored);
    }

    [Fact]
    public async Task A_browser_gets_its_code_encrypted_and_signed_by_the_portal()
    {
        await using var portal = await OnCallHost.StartAsync();
        using var browser = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var (auth, q) = (RandomNumberGenerator.GetBytes(16), browser.ExportParameters(false).Q);
        var ann = await portal.ContactAsync(OnCallHost.Ann);
        var form = new AddressForm(null, $"{portal.Http.Address}/push/1", null, Base64Url.EncodeToString([4, .. q.X!, .. q.Y!]), Base64Url.EncodeToString(auth));
        var method = OnCallHost.Must(await portal.Get<AddContactMethod>().InvokeAsync(OnCallHost.Ann, ann.Id, new(MethodKind.WebPush, form), default)).Method;
        OnCallHost.Must(await portal.Get<VerifyContactMethod>().SendCodeAsync(OnCallHost.Ann, method.Id, default));
        var request = Assert.Single(portal.Http.Requests);
        Assert.Equal(("aes128gcm", "normal"), (request.Headers["Content-Encoding"], request.Headers["Urgency"]));
        Assert.Matches("^[A-Za-z0-9_-]{32}$", request.Headers["Topic"]);
        var message = JsonNode.Parse(WebPushMessage.Decrypt(request.Body, browser, auth))!;
        OnCallHost.Must(await portal.Get<VerifyContactMethod>().InvokeAsync(OnCallHost.Ann, method.Id, Code().Match((string)message["title"]!).Value, default));

        // vapid t=header.claims.signature, k=public key (RFC 8292)
        var sent = Vapid().Match(request.Headers["Authorization"]);
        var key = Base64Url.DecodeFromChars(sent.Groups["key"].Value);
        using var portalKey = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = key[1..33], Y = key[33..] } });
        Assert.True(portalKey.VerifyData(System.Text.Encoding.ASCII.GetBytes(sent.Groups["signed"].Value), Base64Url.DecodeFromChars(sent.Groups["signature"].Value), HashAlgorithmName.SHA256));
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(sent.Groups["signed"].Value.Split('.')[1]))!;
        Assert.Equal(portal.Http.Address, (string)claims["aud"]!);
        Assert.InRange((long)claims["exp"]! - portal.Time.GetUtcNow().ToUnixTimeSeconds(), 60, 24 * 3600);
        await using var db = await portal.DatabaseAsync();
        Assert.Equal(sent.Groups["key"].Value, (await db.PushKeys.SingleAsync()).PublicKey);
    }

    [Fact]
    public async Task Wrong_old_and_too_many_codes_prove_nothing()
    {
        await using var portal = await OnCallHost.StartAsync();
        var method = await AddAsync(portal, OnCallHost.Ann);
        var verify = portal.Get<VerifyContactMethod>();
        Assert.Contains("Send a code first", (await verify.InvokeAsync(OnCallHost.Ann, method.Id, "123456", default)).Problem!.Detail);
        OnCallHost.Must(await verify.SendCodeAsync(OnCallHost.Ann, method.Id, default));
        var code = Code().Match(portal.Http.Requests[^1].Text).Value;
        Assert.Contains("Wait 30 seconds", (await verify.SendCodeAsync(OnCallHost.Ann, method.Id, default)).Problem!.Detail);
        var wrong = code.StartsWith('0') ? "999999" : "000000";
        for (var left = 4; left >= 0; left--)
            Assert.Contains(left switch { 0 => "Send a new one", 1 => "one try is left", _ => $"{left} tries are left" }, (await verify.InvokeAsync(OnCallHost.Ann, method.Id, wrong, default)).Problem!.Detail);
        Assert.Contains("wrong too often", (await verify.InvokeAsync(OnCallHost.Ann, method.Id, code, default)).Problem!.Detail);

        portal.Time.Advance(TimeSpan.FromMinutes(1));
        OnCallHost.Must(await verify.SendCodeAsync(OnCallHost.Ann, method.Id, default));
        portal.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Contains("too old", (await verify.InvokeAsync(OnCallHost.Ann, method.Id, Code().Match(portal.Http.Requests[^1].Text).Value, default)).Problem!.Detail);
        Assert.False((await portal.ContactAsync(OnCallHost.Ann)).CanBeReached);
    }

    [Fact]
    public async Task Many_guesses_at_once_are_no_more_than_five()
    {
        await using var portal = await OnCallHost.StartAsync();
        var method = await AddAsync(portal, OnCallHost.Ann);
        OnCallHost.Must(await portal.Get<VerifyContactMethod>().SendCodeAsync(OnCallHost.Ann, method.Id, default));
        var code = Code().Match(portal.Http.Requests[^1].Text).Value.Replace(" ", "");
        var guesses = Enumerable.Range(0, 40).Select(i => $"{(int.Parse(code) + 1 + i) % 1_000_000:D6}");
        var answers = await Task.WhenAll(guesses.Select(g => portal.Get<VerifyContactMethod>().InvokeAsync(OnCallHost.Ann, method.Id, g, default)));
        Assert.Equal(5, answers.Count(a => a.Problem!.Detail.StartsWith("That is not the code", StringComparison.Ordinal)));
        Assert.Equal(35, answers.Count(a => a.Problem!.Detail.Contains("wrong too often")));
    }

    [Fact]
    public async Task An_address_that_is_gone_switches_the_method_off_and_its_person_hears_of_it()
    {
        await using var portal = await OnCallHost.StartAsync();
        await using var other = new HttpSink();
        var (slack, push) = (await WorkingAsync(portal, OnCallHost.Ann), await WorkingAsync(portal, OnCallHost.Ann, MethodKind.Push, $"{other.Address}/topic", other));
        portal.Http.Answer = "410 Gone\r\n";
        var before = other.Requests.Count;
        Assert.IsType<Delivery.Permanent>(await portal.Get<DeliverMessage>().InvokeAsync(slack, new("page-1", "INC-42", "…"), default));
        var methods = (await portal.ContactAsync(OnCallHost.Ann)).Methods;
        Assert.Equal((false, true), (methods.Single(m => m.Id == slack.Id).Works, methods.Single(m => m.Id == push.Id).Works));
        Assert.Contains("answered 410", methods.Single(m => m.Id == slack.Id).DisabledReason);
        Assert.Contains("no longer reaches you by Slack", Assert.Single(other.Requests.Skip(before)).Headers["Title"]);

        // A server that is only ill switches nothing off.
        other.Answer = "503 Not now\r\n";
        Assert.IsType<Delivery.Temporary>(await portal.Get<DeliverMessage>().InvokeAsync(push, new("page-2", "INC-42", "…"), default));
        Assert.True((await portal.ContactAsync(OnCallHost.Ann)).Methods.Single(m => m.Id == push.Id).Works);
    }

    [Fact]
    public async Task Methods_are_their_persons_own_and_keep_their_order()
    {
        await using var portal = await OnCallHost.StartAsync();
        var (ann, first, second) = (await portal.ContactAsync(OnCallHost.Ann), await AddAsync(portal, OnCallHost.Ann), await AddAsync(portal, OnCallHost.Ann, MethodKind.Push));
        var change = portal.Get<ChangeContactMethod>();
        foreach (var somebody in new[] { OnCallHost.Bob, OnCallHost.Author })
        {
            Assert.Equal(ProblemKind.Forbidden, (await portal.Get<AddContactMethod>().InvokeAsync(somebody, ann.Id, new(MethodKind.Slack, new(Url: "https://example.org")), default)).Problem!.Kind);
            Assert.Equal(ProblemKind.Forbidden, (await change.RemoveAsync(somebody, first.Id, default)).Problem!.Kind);
            Assert.Equal(ProblemKind.Forbidden, (await portal.Get<VerifyContactMethod>().SendCodeAsync(somebody, first.Id, default)).Problem!.Kind);
        }
        OnCallHost.Must(await change.MoveAsync(People.Root, second.Id, 0, default));
        OnCallHost.Must(await change.SetUrgencyAsync(OnCallHost.Ann, first.Id, MethodUrgency.High, default));
        Assert.Equal([(second.Id, 0, MethodUrgency.Both), (first.Id, 1, MethodUrgency.High)], (await portal.ContactAsync(OnCallHost.Ann)).Methods.Select(m => (m.Id, m.Position, m.Urgency)));
        OnCallHost.Must(await change.RemoveAsync(OnCallHost.Ann, second.Id, default));
        Assert.Equal([(first.Id, 0)], (await portal.ContactAsync(OnCallHost.Ann)).Methods.Select(m => (m.Id, m.Position)));

        // A service desk has no account: whoever writes schedules looks after it.
        var desk = OnCallHost.Must(await portal.Get<SaveContact>().AddAsync(OnCallHost.Author, new("Service desk", "Europe/Berlin"), default));
        OnCallHost.Must(await portal.Get<AddContactMethod>().InvokeAsync(OnCallHost.Author, desk.Id, new(MethodKind.Slack, new(Url: "https://hooks.example.org/1")), default));
        Assert.Equal(ProblemKind.Forbidden, (await portal.Get<SaveContact>().ChangeAsync(OnCallHost.Bob, desk.Id, new("Mine"), default)).Problem!.Kind);
    }

    [Theory]
    [InlineData(MethodKind.Email, "ann at home", null, "no e-mail address")]
    [InlineData(MethodKind.Email, "ann@example.org\r\nBcc: x@example.org", null, "no e-mail address")]
    [InlineData(MethodKind.Slack, null, null, "https://hooks.slack.com/services/")]
    [InlineData(MethodKind.Webhook, null, "ftp://example.org/", "begins with https://")]
    [InlineData(MethodKind.Webhook, null, "https://user:word@example.org/", "no user name")]
    [InlineData(MethodKind.Sms, "12345", "https://example.org/", "with its country")]
    public async Task Bad_addresses_get_a_helpful_sentence(MethodKind kind, string? to, string? url, string told)
    {
        await using var portal = await OnCallHost.StartAsync();
        var ann = await portal.ContactAsync(OnCallHost.Ann);
        Assert.Contains(told, (await portal.Get<AddContactMethod>().InvokeAsync(OnCallHost.Ann, ann.Id, new(kind, new(to, url)), default)).Problem!.Detail);
    }

    private static async Task<ContactMethod> AddAsync(OnCallHost portal, Actor actor, MethodKind kind = MethodKind.Slack, string? url = null) =>
        OnCallHost.Must(await portal.Get<AddContactMethod>().InvokeAsync(actor, (await portal.ContactAsync(actor)).Id, new(kind, new(Url: url ?? $"{portal.Http.Address}/{kind}")), default)).Method;

    internal static async Task<ContactMethod> WorkingAsync(OnCallHost portal, Actor actor, MethodKind kind = MethodKind.Slack, string? url = null, HttpSink? sink = null)
    {
        var method = await AddAsync(portal, actor, kind, url);
        OnCallHost.Must(await portal.Get<VerifyContactMethod>().SendCodeAsync(actor, method.Id, default));
        return OnCallHost.Must(await portal.Get<VerifyContactMethod>().InvokeAsync(actor, method.Id, Code().Match((sink ?? portal.Http).Requests[^1].Text).Value, default));
    }

    [GeneratedRegex(@"\b\d{3} \d{3}\b")]
    private static partial Regex Code();

    [GeneratedRegex(@"\b\d( \d){5}\b")]
    private static partial Regex SpokenCode();

    [GeneratedRegex(@"^vapid t=(?<signed>[\w-]+\.[\w-]+)\.(?<signature>[\w-]+), k=(?<key>[\w-]+)$")]
    private static partial Regex Vapid();
}
