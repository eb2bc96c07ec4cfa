using System.Security.Authentication;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Targets.Http;

namespace OpsPortal.Targets.Tls;

internal sealed class TlsInspectExecutor : IActionExecutor
{
    public Type ActionType => typeof(TlsInspect);

    public async Task<ActionOutcome> ExecuteAsync(StepAction action, ActionContext context, CancellationToken cancellation)
    {
        var inspect = (TlsInspect)action;
        if (!ushort.TryParse(inspect.Port, out var port) || port == 0) return ActionOutcome.Failure($"\"{inspect.Port}\" is no port; give a number from 1 to 65535.", 1);
        try
        {
            var shown = await Handshake.PerformAsync(inspect, port, context, cancellation);
            foreach (var line in ClientText.Errors(shown)) await context.Output.ErrorAsync(line, cancellation);
            foreach (var line in ClientText.Lines(shown, inspect)) await context.Output.OutAsync(line, cancellation);
            await context.Output.ErrorAsync("DONE", cancellation);
            foreach (var certificate in shown.Chain.Skip(1)) certificate.Dispose();
            using var own = shown.Chain[0];
            return new(true, Sentence(inspect, shown, context.Time.GetUtcNow()), 0);
        }
        catch (ReachRefusedException refused)
        {
            return ActionOutcome.Failure(refused.Message);
        }
        catch (WebFailure failure)
        {
            await context.Output.ErrorAsync($"connect: {failure.Message}", cancellation);
            return ActionOutcome.Failure(failure.Advice ?? failure.Message, 1);
        }
        catch (Exception wrong) when (wrong is AuthenticationException or IOException)
        {
            await context.Output.ErrorAsync($"TLS handshake failed: {Innermost(wrong)}", cancellation);
            return ActionOutcome.Failure($"{inspect.Host}:{port} does not agree on an encrypted connection. Check that the port speaks TLS.", 1);
        }
    }

    private static string Sentence(TlsInspect inspect, Shown shown, DateTimeOffset now)
    {
        var end = shown.Chain[0].NotAfter.ToUniversalTime();
        var days = (int)Math.Floor((end - now.UtcDateTime).TotalDays);
        var date = end < now.UtcDateTime ? $"expired on {end:yyyy-MM-dd}" : $"valid until {end:yyyy-MM-dd} ({days} day{(days == 1 ? "" : "s")})";
        var name = shown.NameFits ? "" : $"; it is not for {(inspect.VerifyName ?? (inspect.ServerName is { Length: > 0 } asked ? asked : inspect.Host))}";
        return $"{date}{(shown.Verdict.IsTrusted ? "" : $"; not trusted: {shown.Verdict.Text}")}{name}";
    }

    private static string Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error.Message.TrimEnd('.');
}
