using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Previews;
using OpsPortal.Targets.Docker.Resources;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Docker.Composing;

/// <summary><c>docker compose pull</c>.</summary>
internal sealed class ComposePullExecutor : ComposeExecutor<ComposePull>
{
    protected override async Task<ActionOutcome> ExecuteAsync(ComposePull action, ComposeProject project, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var images = Images(action, project);
        var plans = await PullPlan.OfAsync(images.Select(i => i.Image).OfType<string>(), api, null, cancellation);
        List<(PullPlan Plan, ImageState? After)> pulled = [];
        foreach (var (service, image) in images)
        {
            if (image is null)
            {
                await context.Output.ErrorAsync($" {service} Skipped - No image to be pulled", cancellation);
                continue;
            }
            await context.Output.ErrorAsync($" {service} Pulling ", cancellation);
            var plan = plans.First(p => p.Image == image);
            await context.BeforeSideEffect(cancellation);
            if (pulled.All(p => p.Plan != plan)) pulled.Add((plan, null));
            await context.KeepAsync(PullPlan.Record(pulled), cancellation);
            await ImagePull.RunAsync(api, image, null, cancellation);
            pulled[pulled.FindIndex(p => p.Plan == plan)] = (plan, await ImageState.FindAsync(api, image, cancellation));
            await context.Output.ErrorAsync($" {service} Pulled ", cancellation);
        }
        if (pulled.Count > 0) await context.KeepAsync(PullPlan.Record(pulled), cancellation);
        return new(true, $"pulled the images of {string.Join(", ", images.Select(i => i.Service))}", 0);
    }

    protected override async Task<ActionPreview> PreviewAsync(ComposePull action, ComposeProject project, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var images = Images(action, project);
        var preview = PullPlan.Preview(await PullPlan.OfAsync(images.Select(i => i.Image).OfType<string>(), api, context.Time, cancellation));
        return preview with { Effects = [.. images.Select(i => i.Image is null ? $"{i.Service} has no image to be pulled" : $"{i.Service} takes {i.Image}"), .. preview.Effects] };
    }

    private static IReadOnlyList<(string Service, string? Image)> Images(ComposePull action, ComposeProject project) => project.File is { } file
        ? [.. file.InOrder(action.Services, dependencies: false).Select(s => (s.Name, s.Image))]
        : [.. project.Of(action.Services).Select(c => (c.Service, c.Content.TextAt("Image"))).Distinct()];
}
