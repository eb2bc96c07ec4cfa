using System.Net;
using Microsoft.EntityFrameworkCore;
using OpsPortal.OnCall.Channels;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Subscribing;
using static OpsPortal.Scenarios.StatusPage.StatusHost;

namespace OpsPortal.Scenarios.StatusPage;

/// <summary>Who asked is told, what they asked for, until they leave; nobody else, and nobody learns who they are.</summary>
public sealed class PeopleSubscribe
{
    [Fact]
    public async Task Nothing_is_sent_before_the_owner_of_the_address_confirmed()
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync();
        using (await host.AskAsync(page, "eve@example.net")) await host.TickAsync();
        Assert.Equal(["eve@example.net email: Confirm updates of Example"], host.Channels.Take());

        await host.PublishAsync(page, "Search is slow", PostStatus.Investigating, ComponentState.DegradedPerformance, null, "Search");
        await host.TickAsync();
        Assert.Empty(host.Channels.Take());
    }

    [Fact]
    public async Task Opening_the_link_confirms_nothing_pressing_the_button_does()
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync();
        using (await host.AskAsync(page, "eve@example.net")) await host.TickAsync();
        var link = host.Channels.Sent.Single().Message.Link!;
        Assert.Equal("status.example.org", link.Host);
        Assert.Contains("Yes, send me updates", await host.ReadAsync(link.PathAndQuery));
        Assert.Equal(0, (await host.SheetAsync(page)).Subscribers);
        using var pressed = await host.Outside.PostAsync(link.PathAndQuery, null);
        Assert.Equal(1, (await host.SheetAsync(page)).Subscribers);
        using var forged = await host.Outside.PostAsync(link.PathAndQuery[..^6] + "AAAAAA", null);
        Assert.Contains("too old", await forged.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Whether_an_address_is_known_nobody_finds_out()
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync();
        await host.SubscribeAsync(page, "eve@example.net");
        using var known = await host.AskAsync(page, "eve@example.net");
        using var unknown = await host.AskAsync(page, "mallory@example.net");
        Assert.Equal((known.StatusCode, await known.Content.ReadAsStringAsync()), (unknown.StatusCode, await unknown.Content.ReadAsStringAsync()));
        await host.TickAsync();
        Assert.Equal(["mallory@example.net email: Confirm updates of Example"], host.Channels.Take());
    }

    [Fact]
    public async Task A_stranger_cannot_fill_a_mailbox_with_questions()
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync();
        for (var at = 0; at < 5; at++) using (await host.AskAsync(page, "eve@example.net")) await host.TickAsync();
        Assert.Single(host.Channels.Take());
        host.Time.Advance(TimeSpan.FromMinutes(61));
        using (await host.AskAsync(page, "EVE@example.net")) await host.TickAsync();
        Assert.Single(host.Channels.Take());
    }

    [Fact]
    public async Task Whoever_chose_a_component_hears_of_it_and_of_nothing_else()
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync();
        await host.SubscribeAsync(page, "eve@example.net", (await host.ComponentAsync(page, "Search")).Id);
        await host.SubscribeAsync(page, "bob@example.net");
        await host.PublishAsync(page, "Checkout is slow", PostStatus.Investigating, ComponentState.DegradedPerformance, null, "Checkout");
        await host.PublishAsync(page, "Search is slow", PostStatus.Investigating, ComponentState.DegradedPerformance, null, "Search");
        await host.TickAsync();
        Assert.Equal(["bob@example.net email: [Example] Investigating: Checkout is slow", "bob@example.net email: [Example] Investigating: Search is slow", "eve@example.net email: [Example] Investigating: Search is slow"], host.Channels.Take());
    }

    [Fact]
    public async Task One_click_in_the_mail_program_ends_it()
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync();
        await host.SubscribeAsync(page, "eve@example.net");
        await host.PublishAsync(page, "Search is slow", PostStatus.Investigating, ComponentState.DegradedPerformance, null, "Search");
        await host.TickAsync();
        var leave = host.Channels.Sent.Single().Message.Unsubscribe!;
        host.Channels.Take();
        // As RFC 8058 has mail programs do it.
        using var left = await host.Outside.PostAsync(leave.PathAndQuery, new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]));
        Assert.Equal(HttpStatusCode.OK, left.StatusCode);
        await host.PublishAsync(page, "Checkout is slow", PostStatus.Investigating, ComponentState.DegradedPerformance, null, "Checkout");
        await host.TickAsync();
        Assert.Empty(host.Channels.Take());
        Assert.Equal(0, (await host.SheetAsync(page)).Subscribers);
    }

    [Fact]
    public async Task What_is_not_taken_is_tried_again_later_and_an_address_that_is_gone_is_asked_no_more()
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync();
        await host.SubscribeAsync(page, "eve@example.net");
        await host.SubscribeAsync(page, "gone@example.net");
        host.Channels.Says = (to, _) => to == "gone@example.net" ? new Delivery.Permanent("There is no such mailbox.") : new Delivery.Temporary("Try later.");
        await host.PublishAsync(page, "Search is slow", PostStatus.Investigating, ComponentState.DegradedPerformance, null, "Search");
        await host.TickAsync();
        await host.TickAsync();
        Assert.Empty(host.Channels.Take());
        Assert.Equal(1, (await host.SheetAsync(page)).Subscribers);

        host.Channels.Says = (_, _) => null;
        host.Time.Advance(TimeSpan.FromSeconds(31));
        await host.TickAsync();
        Assert.Equal(["eve@example.net email: [Example] Investigating: Search is slow"], host.Channels.Take());
        await using var db = await host.DatabaseAsync();
        Assert.Equal(2, (await db.SubscriberMessages.SingleAsync(m => m.State == MessageState.Delivered && m.UpdateId != null)).Tries);
    }

    [Fact]
    public async Task Who_subscribed_is_written_down_where_nobody_can_read_it()
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync();
        await host.SubscribeAsync(page, "eve@example.net");
        await using var db = await host.DatabaseAsync();
        var row = await db.Subscribers.SingleAsync();
        Assert.DoesNotContain("eve", row.ProtectedAddress + row.AddressHash);
    }

    [Theory]
    [InlineData("email", "no address", "is no e-mail address")]
    [InlineData("webhook", "ftp://x", "This is no address that can be asked")]
    [InlineData("voice", "+49301234567", "Updates go by e-mail, Slack or webhook.")]
    public async Task Wrong_input_gets_a_sentence_and_loses_nothing(string kind, string address, string sentence)
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync();
        using var answer = await host.Outside.PostAsync($"/status/{page.Slug}/subscribe", new FormUrlEncodedContent([new("kind", kind), new("address", address)]));
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(sentence, text);
        Assert.Contains($"value=\"{address}\"", text);
    }
}
