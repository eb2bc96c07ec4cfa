using System.Text.Json.Nodes;
using System.Xml.Linq;
using OpsPortal.StatusPage.Feeds;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Showing;
using Xunit;
using static OpsPortal.Tests.StatusPage.Samples;

namespace OpsPortal.Tests.StatusPage;

/// <summary>The shapes that programs rely on.</summary>
public class FeedTests
{
    private static readonly PageView Everything = Page(Component(11, "Search", ComponentState.DegradedPerformance, "Web"), Component(12, "Store")) with
    {
        Posts = [Incident(30, PostStatus.Identified, PostImpact.Minor, Update(31, PostStatus.Identified, "We know & <b>fix</b> it.")), Samples.Maintenance(40, PostStatus.Scheduled)],
    };

    [Fact]
    public void The_summary_is_field_by_field_what_clients_read()
    {
        const string page = "00000000000040008000000000000001", search = "00000000000040008000000000000011", incident = "00000000000040008000000000000030";
        var group = (string)JsonNode.Parse(StatusJson.Write("summary", Everything, English, Root))!["components"]![0]!["id"]!;
        const string component = $$"""
            {"id":"{{search}}","name":"Search","status":"degraded_performance","created_at":"2025-02-23T10:00:00.000Z","updated_at":"2026-03-30T08:00:00.000Z","position":POSITION,"description":null,"showcase":true,"start_date":"2025-02-23","group_id":"GROUP","page_id":"{{page}}","group":false,"only_show_if_degraded":false}
            """;
        var golden = $$$"""
            {"page":{"id":"{{{page}}}","name":"Example","url":"https://status.example.org/status","time_zone":"UTC","updated_at":"2026-03-30T09:00:00.000Z"},
            "components":[
              {"id":"GROUP","name":"Web","status":"degraded_performance","created_at":"2025-02-23T10:00:00.000Z","updated_at":"2026-03-30T08:00:00.000Z","position":1,"description":null,"showcase":false,"start_date":null,"group_id":null,"page_id":"{{{page}}}","group":true,"only_show_if_degraded":false,"components":["{{{search}}}"]},
              {{{component.Replace("POSITION", "2")}}},
              {"id":"00000000000040008000000000000012","name":"Store","status":"operational","created_at":"2025-02-23T10:00:00.000Z","updated_at":"2026-03-30T08:00:00.000Z","position":3,"description":null,"showcase":true,"start_date":"2025-02-23","group_id":null,"page_id":"{{{page}}}","group":false,"only_show_if_degraded":false}],
            "incidents":[{"id":"{{{incident}}}","name":"Search is slow","status":"identified","created_at":"2026-03-30T08:00:00.000Z","updated_at":"2026-03-30T09:00:00.000Z","monitoring_at":null,"resolved_at":null,"impact":"minor","shortlink":"https://status.example.org/status/example/incidents/{{{incident}}}","started_at":"2026-03-30T08:00:00.000Z","page_id":"{{{page}}}",
              "incident_updates":[{"id":"00000000000040008000000000000031","status":"identified","body":"We know & <b>fix</b> it.","incident_id":"{{{incident}}}","created_at":"2026-03-30T09:00:00.000Z","updated_at":"2026-03-30T09:00:00.000Z","display_at":"2026-03-30T09:00:00.000Z","affected_components":[{"code":"{{{search}}}","name":"Search","old_status":"operational","new_status":"degraded_performance"}],"deliver_notifications":true}],
              "components":[{{{component.Replace("POSITION", "2")}}}]}],
            "scheduled_maintenances":[{"id":"00000000000040008000000000000040","name":"Database upgrade","status":"scheduled","created_at":"2026-03-29T10:00:00.000Z","updated_at":"2026-03-29T10:00:00.000Z","monitoring_at":null,"resolved_at":null,"impact":"maintenance","shortlink":"https://status.example.org/status/example/incidents/00000000000040008000000000000040","started_at":"2026-04-01T10:00:00.000Z","page_id":"{{{page}}}",
              "incident_updates":[{"id":"00000000000040008000000000000041","status":"scheduled","body":"It will be away for ten minutes.","incident_id":"00000000000040008000000000000040","created_at":"2026-03-29T10:00:00.000Z","updated_at":"2026-03-29T10:00:00.000Z","display_at":"2026-03-29T10:00:00.000Z","affected_components":[],"deliver_notifications":true}],
              "components":[{"id":"00000000000040008000000000000012","name":"Store","status":"operational","created_at":"2025-02-23T10:00:00.000Z","updated_at":"2026-03-30T08:00:00.000Z","position":3,"description":null,"showcase":true,"start_date":"2025-02-23","group_id":null,"page_id":"{{{page}}}","group":false,"only_show_if_degraded":false}],
              "scheduled_for":"2026-04-01T10:00:00.000Z","scheduled_until":"2026-04-01T12:00:00.000Z"}],
            "status":{"indicator":"minor","description":"Search is degraded since 08:00 UTC"}}
            """.Replace("GROUP", group);
        var written = JsonNode.Parse(StatusJson.Write("summary", Everything, English, Root));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(golden), written), written!.ToJsonString());
    }

    [Theory]
    [InlineData("status", "page,status")]
    [InlineData("components", "page,components")]
    [InlineData("incidents", "page,incidents")]
    [InlineData("incidents/unresolved", "page,incidents")]
    [InlineData("scheduled-maintenances", "page,scheduled_maintenances")]
    [InlineData("scheduled-maintenances/upcoming", "page,scheduled_maintenances")]
    [InlineData("scheduled-maintenances/active", "page,scheduled_maintenances")]
    public void Every_document_has_its_parts(string name, string parts) =>
        Assert.Equal(parts, string.Join(',', JsonNode.Parse(StatusJson.Write(name, Everything, English, Root))!.AsObject().Select(p => p.Key)));

    [Fact]
    public void What_is_over_is_listed_and_not_unresolved()
    {
        var page = Everything with { Posts = [Incident(30, PostStatus.Resolved, PostImpact.Minor), Samples.Maintenance(40, PostStatus.InProgress)] };
        Assert.Equal([1, 0, 0, 1], new[] { ("incidents", "incidents"), ("incidents/unresolved", "incidents"), ("scheduled-maintenances/upcoming", "scheduled_maintenances"), ("scheduled-maintenances/active", "scheduled_maintenances") }
            .Select(d => JsonNode.Parse(StatusJson.Write(d.Item1, page, English, Root))![d.Item2]!.AsArray().Count));
    }

    [Fact]
    public void The_feed_is_atom_with_stable_ids_and_nothing_internal()
    {
        XNamespace atom = "http://www.w3.org/2005/Atom";
        var text = AtomFeed.Write(Everything, English, Root);
        var feed = XDocument.Parse(text).Root!;
        Assert.Equal(atom + "feed", feed.Name);
        Assert.Equal($"urn:uuid:{Id(1)}", feed.Element(atom + "id")!.Value);
        Assert.Equal("2026-03-30T09:00:00.000Z", feed.Element(atom + "updated")!.Value);
        Assert.Equal("https://status.example.org/status.atom", feed.Elements(atom + "link").Single(l => (string?)l.Attribute("rel") == "self").Attribute("href")!.Value);
        var entry = feed.Elements(atom + "entry").First();
        Assert.Equal($"urn:uuid:{Id(30)}", entry.Element(atom + "id")!.Value);
        Assert.Equal("html", (string?)entry.Element(atom + "content")!.Attribute("type"));
        Assert.Contains("&lt;b&gt;fix", entry.Element(atom + "content")!.Value);
        Assert.DoesNotContain("/incidents/42", text);
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>", text);
    }

    [Fact]
    public void Maintenance_is_in_the_calendar()
    {
        var text = MaintenanceCalendar.Write(Everything, English, Root);
        Assert.Contains("BEGIN:VEVENT\r\n", text);
        Assert.Contains("DTSTART:20260401T100000Z\r\nDTEND:20260401T120000Z\r\nSUMMARY:Database upgrade\r\n", text);
        Assert.Contains("PRODID:-//OpsPortal//Status page//EN", text);
        Assert.DoesNotContain("Search is slow", text);
    }

    [Fact]
    public void A_badge_says_it_in_words_and_encodes_what_it_is_given()
    {
        var picture = XDocument.Parse(Badge.Write(Everything, English, Everything.Components[0] with { Name = "<Search>" }));
        Assert.Equal("<Search>: Degraded", picture.Root!.Attribute("aria-label")!.Value);
    }
}
