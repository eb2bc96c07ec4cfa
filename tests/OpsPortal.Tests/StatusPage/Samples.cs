using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Showing;

namespace OpsPortal.Tests.StatusPage;

/// <summary>A page with one of everything.</summary>
internal static class Samples
{
    public static DateTimeOffset Now { get; } = new(2026, 3, 30, 10, 0, 0, TimeSpan.Zero);

    public static Uri Root { get; } = new("https://status.example.org/");

    public static Languages Tongues { get; } = new(new ConfigurationBuilder().Build(), NullLogger<Languages>.Instance);

    public static Words English => Tongues.Of("en");

    public static Guid Id(int number) => new($"00000000-0000-4000-8000-{number:d12}");

    public static ComponentView Component(int number, string name, ComponentState state = ComponentState.Operational, string? group = null, params SpanView[] spans) =>
        new(Id(number), name, null, group, [], state, Now.AddHours(-2), Now.AddDays(-400), Now.AddHours(-2), spans);

    public static PageView Page(params ComponentView[] components) => new()
    {
        Id = Id(1),
        Slug = "example",
        Title = "Example",
        IsDefault = true,
        Accent = Contrast.DefaultAccent,
        TimeZone = "UTC",
        Language = "en",
        UpdatedAt = Now.AddHours(-1),
        ReadAt = Now,
        Components = components,
    };

    public static PostView Incident(int number, PostStatus status, PostImpact impact, params UpdateView[] updates) =>
        new(Id(number), PostKind.Incident, "Search is slow", status, impact, [Id(11)], Now.AddHours(-2), null, status.IsOver() ? Now.AddHours(-1) : null, null, null, Now.AddHours(-2), Now.AddHours(-1), updates);

    public static PostView Maintenance(int number, PostStatus status) =>
        new(Id(number), PostKind.Maintenance, "Database upgrade", status, PostImpact.Maintenance, [Id(12)], Now.AddDays(2), null, null, Now.AddDays(2), Now.AddDays(2).AddHours(2), Now.AddDays(-1), Now.AddDays(-1),
            [new(Id(number + 1), PostStatus.Scheduled, "It will be away for ten minutes.", Now.AddDays(-1), [], null, true)]);

    public static UpdateView Update(int number, PostStatus status, string body) =>
        new(Id(number), status, body, Now.AddHours(-1), [new(Id(11), "Search", ComponentState.Operational, ComponentState.DegradedPerformance)], "/incidents/42", true);
}
