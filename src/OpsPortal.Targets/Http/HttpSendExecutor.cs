using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Http;

internal sealed class HttpSendExecutor : IActionExecutor
{
    public Type ActionType => typeof(HttpSend);

    public async Task<ActionOutcome> ExecuteAsync(StepAction action, ActionContext context, CancellationToken cancellation)
    {
        var send = (HttpSend)action;
        if (action.Risk == Risk.Read) return await new HttpRun(send, context).RunAsync(cancellation);
        var before = await new HttpPreview(send, context).BeforeAsync(cancellation);
        var (reversal, revert) = HttpUndo.Of(send, before);
        IReadOnlyList<ObjectChange> changes = before is { Found: true } ? [new(send.Target?.Name ?? "", Masked.Text(JsonMask.Of(before.Body), context), "what the service made of the request")] : [];
        return await new HttpRun(send, context with
        {
            // right before the request: what stands there is kept before it can be gone
            BeforeSideEffect = async token =>
            {
                await context.BeforeSideEffect(token);
                await context.KeepAsync(new(changes) { Revert = revert, Reversal = reversal }, token);
            },
        }).RunAsync(cancellation);
    }

    public async Task<ActionPreview> PreviewAsync(StepAction action, ActionContext context, CancellationToken cancellation) => await new HttpPreview((HttpSend)action, context).RunAsync(cancellation);
}
