using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using OpsPortal.OnCall.Arranging;
using OpsPortal.OnCall.Calendars;
using OpsPortal.OnCall.Channels;
using OpsPortal.OnCall.Channels.Mail;
using OpsPortal.OnCall.Channels.Push;
using OpsPortal.OnCall.Contacts;
using OpsPortal.OnCall.Paging;
using OpsPortal.OnCall.Warnings;

namespace OpsPortal.OnCall;

public static class OnCallSetup
{
    /// <summary>Rate limit of the addresses of calendars, which anybody may ask.</summary>
    public const string CalendarLimit = "calendar";

    public static IServiceCollection AddOnCall(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Outbound>().AddSingleton<PushKeys>().AddSingleton<ChannelSet>();
        services.AddSingleton<IChannel, MailChannel>().AddSingleton<IChannel, SlackChannel>().AddSingleton<IChannel, TopicChannel>().AddSingleton<IChannel, WebPushChannel>();
        foreach (var kind in new[] { MethodKind.Webhook, MethodKind.Sms, MethodKind.Voice })
            services.AddSingleton<IChannel>(s => new SignedChannel(kind, s.GetRequiredService<Outbound>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<MethodVault>().AddSingleton<DeliverMessage>().AddSingleton<SaveContact>().AddSingleton<AddContactMethod>().AddSingleton<ChangeContactMethod>().AddSingleton<VerifyContactMethod>();
        services.AddSingleton<OnCallQueries>().AddSingleton<SaveSchedule>().AddSingleton<OverrideShift>().AddSingleton<SwapShifts>();
        services.AddPaging(configuration);
        services.AddSingleton<Frame.IPaletteSource, OnCallPalette>();
        services.AddSingleton<IssueCalendar>().AddSingleton<ReadCalendar>().AddSingleton<LookAhead>();
        if (Storage.Roles.Of(configuration).Worker) services.AddHostedService<LookAheadRegularly>();
        services.Configure<RateLimiterOptions>(o => o.AddPolicy(CalendarLimit, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new() { PermitLimit = configuration.GetValue("OnCall:CalendarsPerMinute", 60), Window = TimeSpan.FromMinutes(1) })));
        return services;
    }
}
