using System.Text;
using OpsPortal.Incidents.Alerts;
using OpsPortal.Incidents.Alerts.Formats;
using Xunit;

namespace OpsPortal.Tests.Incidents.Alerts;

public class BodyTests
{
    // As Alertmanager 0.25 sends it, with a field that a newer one might add.
    private const string Webhook = """
        {"receiver":"opsportal","status":"firing","notificationReason":"new","alerts":[
          {"status":"firing","labels":{"alertname":"HighErrorRate","severity":"critical","pod":"cart-0"},"annotations":{"summary":"7 % fail\u0000"},
           "startsAt":"2026-03-08T04:12:00.123456789+01:00","endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://p/graph","fingerprint":"0123456789abcdef"},
          {"status":"resolved","labels":{"alertname":"HighErrorRate","pod":"cart-1"},"annotations":{},
           "startsAt":"2026-03-08T03:10:00Z","endsAt":"2026-03-08T03:12:00Z","generatorURL":"","fingerprint":"fedcba9876543210"}],
         "groupLabels":{"alertname":"HighErrorRate"},"commonLabels":{"alertname":"HighErrorRate","cluster":"eu"},"commonAnnotations":{"runbook_url":"/runbooks/shop"},
         "externalURL":"http://am","version":"4","groupKey":"{}:{alertname=\"HighErrorRate\"}","truncatedAlerts":2}
        """;

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static IncomingAlerts Read(string body, params string[] groupBy)
    {
        var read = AlertmanagerBody.Read(Bytes(body), groupBy);
        Assert.True(read.Succeeded, read.Problem?.Detail);
        return read.Value;
    }

    [Fact]
    public void A_notification_is_read_field_by_field()
    {
        var read = Read(Webhook);
        Assert.Equal((2, "{}:{alertname=\"HighErrorRate\"}"), (read.Truncated, Assert.Single(read.Groups)));
        var (firing, over) = (read.Alerts[0], read.Alerts[1]);
        Assert.Equal(("0123456789abcdef", AlertState.Firing, "HighErrorRate", "critical", "7 % fail", "http://p/graph"), (firing.Fingerprint, firing.State, firing.Name, firing.Severity, firing.Summary, firing.Link));
        // Microseconds in UTC, as the database keeps them; the zero time is no end.
        Assert.Equal(new DateTimeOffset(2026, 3, 8, 3, 12, 0, 123, 456, TimeSpan.Zero), firing.StartsAt);
        Assert.Equal(TimeSpan.Zero, firing.StartsAt!.Value.Offset);
        Assert.Null(firing.EndsAt);
        Assert.Equal(("eu", "/runbooks/shop"), (firing.Labels["cluster"], firing.Annotations["runbook_url"]));
        Assert.Equal((AlertState.Resolved, new DateTimeOffset(2026, 3, 8, 3, 12, 0, TimeSpan.Zero)), (over.State, over.EndsAt));
    }

    [Fact]
    public void Labels_of_ones_own_group_instead()
    {
        var read = Read(Webhook, "pod", "cluster");
        Assert.Equal(["{cluster=\"eu\", pod=\"cart-0\"}", "{cluster=\"eu\", pod=\"cart-1\"}"], read.Groups);
    }

    [Fact]
    public void Without_a_fingerprint_the_labels_are_one()
    {
        const string a = """{"version":"4","alerts":[{"status":"firing","labels":{"a":"1","b":"2"},"startsAt":"2026-03-08T03:12:00Z"}]}""";
        const string b = """{"version":"4","alerts":[{"status":"firing","labels":{"b":"2","a":"1"},"startsAt":"2026-03-08T03:12:00Z"}]}""";
        Assert.Equal(Read(a).Alerts[0].Fingerprint, Read(b).Alerts[0].Fingerprint);
        Assert.Matches("^[0-9a-f]{16}$", Read(a).Alerts[0].Fingerprint);
    }

    [Fact]
    public void A_body_that_breaks_off_anywhere_is_told_and_throws_nothing()
    {
        for (var n = 0; n < Webhook.Length - 1; n += 7)
        {
            var read = AlertmanagerBody.Read(Bytes(Webhook[..n]), []);
            Assert.StartsWith("The body is no JSON", read.Problem?.Detail);
        }
    }

    [Theory]
    [InlineData("""{"version":"4","alerts":[{"status":"firing","startsAt":"2026-03-08T03:12:00Z","labels":{"a":"\ud800"}}]}""")]
    [InlineData("""{"version":4,"alerts":[]}""")]
    [InlineData("""{"version":"4","alerts":[1]}""")]
    [InlineData("""{"version":"4","alerts":[],"truncatedAlerts":-1}""")]
    [InlineData("""{"version":"4","alerts":[{"status":"firing","startsAt":17}]}""")]
    [InlineData("""null""")]
    public void What_cannot_be_is_a_problem_not_an_exception(string body) => Assert.Equal(ProblemKind.Invalid, AlertmanagerBody.Read(Bytes(body), []).Problem?.Kind);

    [Fact]
    public void An_event_brings_all_that_it_says()
    {
        const string body = """
            {"routing_key":"k","event_action":"trigger","dedup_key":"disk","client":"Nagios","client_url":"https://nagios","images":[{"src":"x"}],
             "links":[{"href":"https://wiki/runbooks/shop#disk","text":"what to do"},{"text":"broken"}],
             "payload":{"summary":"disk is full","source":"db-1","severity":"error","group":"storage","class":"disk","component":"db","timestamp":"2026-03-08","custom_details":{"pod":"db-0","free":3,"nested":{"a":1}}}}
            """;
        var alert = Assert.Single(PagerDutyBody.Read(Bytes(body), [], "new").Value!.Alerts);
        Assert.Equal(("disk", AlertState.Firing, "disk", "error", "disk is full", "group storage"), (alert.Fingerprint, alert.State, alert.Name, alert.Severity, alert.Summary, alert.GroupKey));
        Assert.Null(alert.StartsAt);
        Assert.Equal(("db-1", "db", "3", """{"a":1}"""), (alert.Labels["source"], alert.Labels["component"], alert.Labels["free"], alert.Labels["nested"]));
        Assert.Equal(("https://wiki/runbooks/shop#disk", "https://nagios"), (alert.Annotations["runbook_url"], alert.Link));
    }

    [Theory]
    [InlineData(1024, 255, true)]
    [InlineData(1025, 255, false)]
    [InlineData(1024, 256, false)]
    public void Texts_are_as_long_as_the_format_allows(int summary, int key, bool fine)
    {
        var body = $$$"""{"event_action":"trigger","dedup_key":"{{{new string('k', key)}}}","payload":{"summary":"{{{new string('s', summary)}}}","source":"x","severity":"info"}}""";
        Assert.Equal(fine, PagerDutyBody.Read(Bytes(body), [], "new").Succeeded);
    }

    [Theory]
    [InlineData("""{"title":"Checkout","state":"OK"}""", AlertState.Resolved)]
    [InlineData("""{"alertname":"Checkout","status":"firing"}""", AlertState.Firing)]
    [InlineData("""{"name":"Checkout","status":"acknowledged"}""", AlertState.Acknowledged)]
    [InlineData("""[{"name":"Checkout"}]""", AlertState.Firing)]
    public void JSON_of_anybody_is_read_by_the_usual_names(string body, AlertState state)
    {
        var alert = Assert.Single(GenericBody.Read(Bytes(body), new(), []).Value!.Alerts);
        Assert.Equal(("Checkout", state), (alert.Name, alert.State));
    }

    [Theory]
    [InlineData("""{"startsAt":"2026-03-08T03:12:00Z","name":"x"}""")]
    [InlineData("""{"startsAt":1772939520,"name":"x"}""")]
    [InlineData("""{"startsAt":"1772939520000","name":"x"}""")]
    public void Times_come_in_many_ways(string body) =>
        Assert.Equal(new DateTimeOffset(2026, 3, 8, 3, 12, 0, TimeSpan.Zero), Assert.Single(GenericBody.Read(Bytes(body), new(), []).Value!.Alerts).StartsAt);

    [Theory]
    [InlineData("""{"status":"firing"}""", "name is missing; an alert needs a name.")]
    [InlineData("""{"name":"x","startsAt":"noon"}""", "startsAt is \"noon\"")]
    [InlineData("\"text\"", "The body is a string; it has to be an object or a list of objects.")]
    public void What_is_missing_is_said(string body, string wrong) => Assert.StartsWith(wrong, GenericBody.Read(Bytes(body), new(), []).Problem?.Detail);

    [Theory]
    [InlineData("a.b[1].c", "yes")]
    [InlineData("$.a.b[1].c", "yes")]
    [InlineData("a.b[2]", null)]
    [InlineData("a.x", null)]
    [InlineData("a.b", null)]
    public void Paths_lead_into_a_body(string path, string? found)
    {
        using var body = System.Text.Json.JsonDocument.Parse("""{"a":{"b":[0,{"c":"yes"}]}}""");
        Assert.Equal(found, JsonPath.Text(body.RootElement, path));
        Assert.Null(JsonPath.Check(path));
    }

    [Theory]
    [InlineData("a..b")]
    [InlineData("a[x]")]
    [InlineData("a[1")]
    public void A_path_that_means_nothing_is_refused(string path) => Assert.NotNull(JsonPath.Check(path));

    [Fact]
    public void A_long_key_is_cut_and_stays_different()
    {
        var (a, b) = (AlertKeyText.Fit(new string('x', 5000) + "a"), AlertKeyText.Fit(new string('x', 5000) + "b"));
        Assert.NotEqual(a, b);
        Assert.True(a.Length <= 500);
        Assert.False(char.IsHighSurrogate(AlertKeyText.Whole("😀😀", 3)[^1]));
    }
}
