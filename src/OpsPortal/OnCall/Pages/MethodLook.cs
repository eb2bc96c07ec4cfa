using OpsPortal.OnCall.Channels;

namespace OpsPortal.OnCall.Pages;

/// <summary>How kinds of methods are shown.</summary>
internal static class MethodLook
{
    public static string Name(MethodKind kind) => kind switch
    {
        MethodKind.Email => "E-mail",
        MethodKind.Slack => "Slack",
        MethodKind.Webhook => "Webhook",
        MethodKind.Push => "Push topic (ntfy)",
        MethodKind.WebPush => "Notification of a browser",
        MethodKind.Sms => "Text message",
        _ => "Call",
    };

    public static string Icon(MethodKind kind) => kind switch
    {
        MethodKind.Email => "mail",
        MethodKind.Slack or MethodKind.Webhook => "link",
        MethodKind.Push or MethodKind.WebPush => "bell",
        _ => "oncall",
    };

    /// <summary>What it takes, for somebody who never did it.</summary>
    public static string Hint(MethodKind kind) => kind switch
    {
        MethodKind.Email => "Good for what can wait; telephones often stay silent for mail.",
        MethodKind.Slack => "Make an incoming webhook in Slack, and paste its address.",
        MethodKind.Webhook => "A signed POST with JSON. The secret proves that it comes from here.",
        MethodKind.Push => "Choose a topic that nobody guesses, subscribe to it in the app ntfy, and paste its address.",
        MethodKind.WebPush => "This browser shows it, also when no page of OpsPortal is open. Needs https.",
        _ => "A provider (or a small bridge to one) is asked by a signed POST with your number.",
    };
}
