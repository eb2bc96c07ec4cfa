using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Previews;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Docker.Resources;

/// <summary><c>docker pull</c>.</summary>
internal sealed class PullExecutor : DockerExecutor<DockerPull>
{
    protected override async Task<ActionOutcome> ExecuteAsync(DockerPull action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var plan = (await PullPlan.OfAsync([action.Image], api, null, cancellation))[0];
        await context.BeforeSideEffect(cancellation);
        await context.KeepAsync(PullPlan.Record([(plan, null)]), cancellation);
        if (!action.Quiet && !action.Image.Contains('@') && action.Image.LastIndexOf(':') <= action.Image.LastIndexOf('/')) await context.Output.OutAsync("Using default tag: latest", cancellation);
        await ImagePull.RunAsync(api, action.Image, action.Quiet ? null : context.Output.OutAsync, cancellation);
        await context.KeepAsync(PullPlan.Record([(plan, await ImageState.FindAsync(api, action.Image, cancellation))]), cancellation);
        await context.Output.OutAsync(ImagePull.Full(action.Image), cancellation);
        return new(true, $"pulled {action.Image}", 0);
    }

    protected override async Task<ActionPreview> PreviewAsync(DockerPull action, DockerApi api, ActionContext context, CancellationToken cancellation) =>
        PullPlan.Preview(await PullPlan.OfAsync([action.Image], api, context.Time, cancellation));
}

/// <summary>Gives an image back the name that a pull took from it.</summary>
internal sealed class TagExecutor : DockerExecutor<DockerTag>
{
    protected override async Task<ActionOutcome> ExecuteAsync(DockerTag action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var before = await ImageState.FindAsync(api, action.Image, cancellation);
        var (reversal, revert) = Undo(action, before);
        await context.BeforeSideEffect(cancellation);
        await context.KeepAsync(new([new($"image {action.Image}", before?.Shown, action.Source)]) { Reversal = reversal, Revert = revert }, cancellation);
        await api.SendAsync(HttpMethod.Post, Path(action), null, cancellation);
        return new(true, $"{action.Image} is {Printing.DockerText.ShortId(action.Source)} again", 0);
    }

    protected override async Task<ActionPreview> PreviewAsync(DockerTag action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var (source, before) = (await ImageState.FindAsync(api, action.Source, cancellation), await ImageState.FindAsync(api, action.Image, cancellation));
        return new()
        {
            Effects = [before?.Id == source?.Id && source is not null ? $"{action.Image} is that image already: nothing happens" : $"{action.Image} becomes {source?.Shown ?? "an image that is gone"}{(before is null ? "" : $"; it is {before.Shown} now")}"],
            Requests = [Call(HttpMethod.Post, Path(action))],
            Preconditions = [new($"image {action.Image}", before?.Shown ?? "not there", before?.Id ?? ""), new($"image {action.Source}", source?.Shown ?? "not there", source?.Id ?? "")],
            Refusal = source is null ? $"The image {Printing.DockerText.ShortId(action.Source)} is no longer on this host: pull it again by its digest." : null,
            Reversal = Undo(action, before).Reversal,
        };
    }

    private static (Reversal Reversal, DockerTag? Revert) Undo(DockerTag action, ImageState? before) => before is null || before.Id == action.Source
        ? (Reversal.Impossible("There is nothing to put back: no other image bears this name."), null)
        : (Reversal.To($"It can be put back: names image {before.ShortId} {action.Image} again, as long as nothing prunes it."), new() { Source = before.Id, Image = action.Image });

    private static string Path(DockerTag action)
    {
        var (name, tag) = ImagePull.Split(action.Image);
        return DockerPath.Of("image", action.Source, $"/tag{DockerPath.Query(("repo", name), ("tag", tag))}");
    }
}
