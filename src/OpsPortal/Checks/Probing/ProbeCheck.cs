using OpsPortal.Checks.Judging;
using OpsPortal.Environments;
using OpsPortal.Secrets;
using OpsPortal.Targets;
using OpsPortal.Targets.Http;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Probes;

namespace OpsPortal.Checks.Probing;

/// <summary>Asks a check's target once, through the clients that steps use. Heartbeats and steps are no probes: they come by themselves.</summary>
public sealed class ProbeCheck(TargetContexts contexts, ActionDispatcher dispatcher, IRedactText redactor, TimeProvider time)
{
    /// <summary>Never throws but for cancellation. What cannot be asked at all is unknown; what is asked and does not answer has failed.</summary>
    public async Task<Finding> InvokeAsync(Check check, OpsEnvironment environment, string? defaultNamespace, CancellationToken cancellation)
    {
        Finding found;
        var tries = 0;
        do found = await OnceAsync(check, environment, defaultNamespace, cancellation);
        while (found.Outcome == CheckOutcome.Failed && tries++ < check.Retries);
        return found with { Why = Short(redactor.Redact(found.Why)) + (found.Outcome == CheckOutcome.Failed && check.Retries > 0 ? $" (tried {check.Retries + 1} times)" : "") };
    }

    private async Task<Finding> OnceAsync(Check check, OpsEnvironment environment, string? defaultNamespace, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(check.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            var context = contexts.For(environment, environment.DefaultNamespace ?? defaultNamespace, Nothing.Output) with { System = check.System };
            // what does not heed its token is left behind
            return await AskAsync(check, context, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return Finding.Failed($"No answer within {check.Timeout.TotalSeconds:0.#} s");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (MeasureFailedException failed)
        {
            return check.Spec is PrometheusCheck ? Finding.Unknown(failed.Message) : Finding.Failed(failed.Message);
        }
        catch (TargetUnreachableException unreachable)
        {
            // A database that cannot be asked has failed; a Prometheus or a cluster that cannot be asked says nothing of what it watches.
            return check.Spec is SqlCheck or RedisCheck ? Finding.Failed(unreachable.Message) : Finding.Unknown(unreachable.Message);
        }
        catch (KubernetesApiException gone) when (gone.StatusCode == 404)
        {
            return Finding.Failed(gone.Message);
        }
        catch (Exception refused) when (refused is ReachRefusedException or KubernetesApiException)
        {
            return Finding.Unknown(refused.Message);
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            return Finding.Unknown($"The portal failed at asking, which is a bug worth reporting: {bug.Message}");
        }
    }

    private Task<Finding> AskAsync(Check check, ActionContext context, CancellationToken cancellation) => check.Spec switch
    {
        HttpCheck http => WebProbes.HttpAsync(http, check.Thresholds, context, cancellation),
        TcpCheck tcp => WebProbes.TcpAsync(tcp, check.Thresholds, context, cancellation),
        TlsCheck tls => WebProbes.TlsAsync(tls, check.Thresholds, context, cancellation),
        PrometheusCheck query => WebProbes.PrometheusAsync(query, check.Thresholds, context, cancellation),
        SqlCheck or RedisCheck or BackupCheck => new DataProbes(dispatcher, check.Thresholds, context).AskAsync(check.Spec, cancellation),
        KubernetesCheck cluster => ClusterProbe.AskAsync(cluster, check.Thresholds, context, cancellation),
        _ => throw new InvalidOperationException($"{check.Spec.GetType().Name} is not asked."),
    };

    private static string Short(string text) => text.Length <= 400 ? text : text[..400] + "…";

    private sealed class Nothing : IOutput
    {
        public static readonly Nothing Output = new();
        public ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
