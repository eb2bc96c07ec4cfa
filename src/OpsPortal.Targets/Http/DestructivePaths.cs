using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Targets.Http;

/// <summary>What an environment says of paths whose POST, PUT or PATCH takes something away for good.</summary>
public static class DestructivePaths
{
    /// <summary>The risk of an action whose places are filled, in this environment: never less than the action's own.</summary>
    public static Risk RiskIn(StepAction action, HttpSettings settings)
    {
        var send = action switch { HttpSend own => own, PrometheusQuery { Request: { } asked } => asked, _ => null };
        if (send is null || action.Risk is not Risk.Change || settings.DestructivePaths.Count == 0) return action.Risk;
        return send.Transfers.Any(t => Path(t.Url) is { } path && settings.DestructivePaths.Any(begin => Begins(path, begin))) ? Risk.Destructive : Risk.Change;
    }

    private static string? Path(WebText url)
    {
        try
        {
            // what a server would see: dots resolved, letters unescaped
            return Uri.TryCreate(url.Text(), UriKind.Absolute, out var uri) ? Uri.UnescapeDataString(uri.AbsolutePath) : null;
        }
        catch (WebTextException)
        {
            return null;
        }
    }

    private static bool Begins(string path, string begin)
    {
        var whole = begin.StartsWith('/') ? begin : $"/{begin}";
        while (path.Contains("//", StringComparison.Ordinal)) path = path.Replace("//", "/");
        return path.StartsWith(whole, StringComparison.OrdinalIgnoreCase);
    }
}
