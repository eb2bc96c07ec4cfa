using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Web;

namespace OpsPortal.Targets.Http;

internal sealed class HttpSendExecutor : IActionExecutor
{
    public Type ActionType => typeof(HttpSend);

    public Task<ActionOutcome> ExecuteAsync(StepAction action, ActionContext context, CancellationToken cancellation) => new HttpRun((HttpSend)action, context).RunAsync(cancellation);
}
