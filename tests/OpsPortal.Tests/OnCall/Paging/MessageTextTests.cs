using Microsoft.AspNetCore.DataProtection;
using OpsPortal.OnCall.Paging;
using OpsPortal.OnCall.Paging.Sending;
using Xunit;

namespace OpsPortal.Tests.OnCall.Paging;

public class MessageTextTests
{
    private readonly FakeTime time = new();

    [Fact]
    public void One_page_says_what_is_wrong_and_why_this_person()
    {
        var message = Text().Of(Message(Call(7)));
        Assert.Equal("critical INC-7: checkout is slow", message.Title);
        Assert.StartsWith("You are paged because you are on call for Primary, level 1 of Shop.\nAcknowledge: https://ops.example.org/p/", message.Text, StringComparison.Ordinal);
        Assert.Equal(("https://ops.example.org/incidents/7", true, "page-100"), ($"{message.Link}", message.Urgent, message.Key));
    }

    [Fact]
    public void Without_an_address_of_the_portal_there_are_no_links()
    {
        var message = Text(address: null).Of(Message(Call(7)));
        Assert.Equal(("You are paged because you are on call for Primary, level 1 of Shop.", null), (message.Text, message.Link));
    }

    [Fact]
    public void Several_pages_are_told_one_after_the_other_the_urgent_ones_first()
    {
        var message = Text(address: null).Of(Message(Call(7, urgent: false), Call(8), Call(9)));
        Assert.Equal("3 incidents: critical INC-8: checkout is slow and 2 more", message.Title);
        Assert.Equal(["critical INC-8: checkout is slow", "critical INC-9: checkout is slow", "critical INC-7: checkout is slow"], message.Text.Split('\n').Where(l => l.StartsWith("critical", StringComparison.Ordinal)));
        Assert.True(message.Urgent);
        Assert.Equal("2 incidents: critical INC-7: checkout is slow and one more", Text(address: null).Of(Message(Call(7), Call(8))).Title);
    }

    [Theory]
    [InlineData(PageKind.Reminder, "Still open: critical INC-7: checkout is slow", true)]
    [InlineData(PageKind.Help, "Help wanted: critical INC-7: checkout is slow", true)]
    [InlineData(PageKind.ActionItem, "Due: action item of critical INC-7: checkout is slow", false)]
    [InlineData(PageKind.Test, "critical INC-7: checkout is slow", true)]
    public void Each_kind_has_its_words_and_a_link_where_an_answer_is_wanted(PageKind kind, string title, bool asks)
    {
        var message = Text().Of(Message(Call(7, kind)));
        Assert.Equal((title, asks), (message.Title, message.Text.Contains("Acknowledge: https://", StringComparison.Ordinal)));
        Assert.Equal(kind != PageKind.ActionItem, message.Text.StartsWith("You are paged because", StringComparison.Ordinal));
    }

    [Fact]
    public void A_link_opens_its_page_alone_and_for_a_week()
    {
        var links = Links("https://ops.example.org/");
        var token = links.Acknowledge(Call(7))!.Segments[^1];
        Assert.Equal(70, links.Read(token));
        Assert.All([token[..^1], $"{token}x", token.ToUpperInvariant(), "", "guess", "%%%"], wrong => Assert.Null(links.Read(wrong)));
        // Another portal's keys, however much alike.
        Assert.Null(Links("https://ops.example.org/").Read(token));
        time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.Equal(70, links.Read(token));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(links.Read(token));
    }

    private MessageText Text(string? address = "https://ops.example.org/") => new(Links(address));

    private PageLinks Links(string? address) => new(new EphemeralDataProtectionProvider(), new() { Address = address is null ? null : new(address) }, time);

    private static ClaimedMessage Message(params Page[] pages) => new(Guid.NewGuid(), [.. pages.Select(p => new PageAttempt { Page = p, PageId = p.Id, Shown = "Ann", Bundle = 100 })]);

    private Page Call(long incident, PageKind kind = PageKind.Call, bool urgent = true) => new()
    {
        Id = incident * 10,
        Kind = kind,
        Incident = incident,
        Contact = "Bob",
        Because = "on call for Primary, level 1 of Shop",
        Title = $"critical INC-{incident}: checkout is slow",
        Urgent = urgent,
        CreatedAt = time.GetUtcNow(),
    };
}
