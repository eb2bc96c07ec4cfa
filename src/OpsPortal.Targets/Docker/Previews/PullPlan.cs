using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Runbooks.Actions.Flow;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Printing;
using OpsPortal.Targets.Docker.Resources;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Docker.Previews;

/// <summary>A name that is to be pulled, as the host and the registry know it now.</summary>
/// <param name="Before">Null where no image bears the name.</param>
/// <param name="Offered">Digest that the registry gives for it; null where it does not tell.</param>
/// <param name="Users">Containers that were made from <paramref name="Before"/>.</param>
internal sealed record PullPlan(string Image, ImageState? Before, string? Offered, IReadOnlyList<ContainerUse> Users)
{
    /// <summary>A registry that does not answer must not keep the rest of a preview away.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private bool Unchanged => Before is not null && (Image.Contains('@') || (Offered is not null && Before.Digests.Any(d => d.EndsWith($"@{Offered}", StringComparison.Ordinal))));

    /// <param name="time">For the patience with the registry; null leaves it unasked, as whoever pulls is about to hear from it anyway.</param>
    public static async Task<IReadOnlyList<PullPlan>> OfAsync(IEnumerable<string> images, DockerApi api, TimeProvider? time, CancellationToken cancellation)
    {
        var containers = await ContainerUse.AllAsync(api, cancellation);
        List<PullPlan> plans = [];
        foreach (var image in images.Distinct())
        {
            var before = await ImageState.FindAsync(api, image, cancellation);
            plans.Add(new(image, before, time is null ? null : await OfferedAsync(image, api, time, cancellation), [.. containers.Where(c => c.ImageId == before?.Id)]));
        }
        return plans;
    }

    public static ActionPreview Preview(IReadOnlyList<PullPlan> plans) => new()
    {
        Effects = plans.Count == 0 ? ["No image is to be pulled: nothing happens"] : [.. plans.Select(p => p.Effect)],
        Requests = [.. plans.Select(p => new PlannedRequest("Docker", $"POST {ImagePull.Path(p.Image)}"))],
        Preconditions = [.. plans.Select(p => p.Fact)],
        Unavailable = plans.Where(p => p.Offered is null && !p.Unchanged).Select(p => $"Which image the registry gives for {p.Image} is known only when it is pulled.").FirstOrDefault(),
        Reversal = ChangeRecords.Together([.. plans.Select(p => p.Undo(after: null).Reversal).DefaultIfEmpty(Nothing)]),
    };

    /// <summary>The record of what was pulled: each plan with the image that bears the name afterwards, null where that is not known yet.</summary>
    public static ChangeRecord Record(IReadOnlyList<(PullPlan Plan, ImageState? After)> pulled)
    {
        var parts = pulled.Select(p => (p.Plan, p.After, Undo: p.Plan.Undo(p.After))).Where(p => p.After is null || p.After.Id != p.Plan.Before?.Id).ToList();
        var possible = parts.Count > 0 && parts.All(p => p.Undo.Revert is not null);
        return new([.. parts.Select(p => new ObjectChange($"image {p.Plan.Image}", p.Plan.Before?.Shown, p.After?.Shown ?? "after pull"))])
        {
            Reversal = parts.Count == 0 ? Nothing : ChangeRecords.Together([.. parts.Select(p => p.Undo.Reversal)]),
            Revert = !possible ? null : parts is [var only] ? only.Undo.Revert
                : new FlowSequence([.. Enumerable.Reverse(parts).Select((p, i) => new FlowPart(p.Undo.Revert!) { Operator = i == 0 ? null : "&&" })]),
        };
    }

    private static Reversal Nothing => Reversal.Impossible("Nothing is changed, so that there is nothing to put back.");

    private string Effect
    {
        get
        {
            if (Unchanged) return $"{Image} is there as the registry has it ({Before!.Shown}): nothing happens";
            var comes = Offered is null ? "" : $" with digest {DockerText.Ellipsis(Offered, 20)}";
            if (Before is null) return $"{Image} is not there yet and is pulled{comes}";
            var users = Users.Count == 0 ? "" : $"; {ContainerUse.Names(Users)} goes on with the image from before until made anew";
            return Offered is null ? $"{Image} is {Before.Shown} now and is pulled again{users}" : $"{Image} moves from {Before.Shown} to the image{comes}; the one from before stays without this name{users}";
        }
    }

    private Precondition Fact => new($"image {Image}", Before?.Shown ?? "not there", $"{Before?.Id}|{Offered}");

    private (Reversal Reversal, StepAction? Revert) Undo(ImageState? after)
    {
        if (Unchanged && after is null) return (Nothing, null);
        // what was pulled by its digest bears no tag that could be put back
        if (Before is not null && !Image.Contains('@'))
        {
            var back = new DockerTag { Source = Before.Id, Image = Before.Tag ?? Image };
            return (Reversal.To($"It can be put back: {char.ToLowerInvariant(back.Sentence[0])}{back.Sentence[1..]}, as long as nothing prunes that image."), back);
        }
        return Before is not null ? (Nothing, null) : (Reversal.To($"It can be put back: removes {Image} again, as long as no container is made from it."), new DockerResourceRemove { Kind = "image", Objects = [Image] });
    }

    private static async Task<string?> OfferedAsync(string image, DockerApi api, TimeProvider time, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            return (await api.GetAsync($"/distribution/{string.Join('/', image.Split('/').Select(Uri.EscapeDataString))}/json", either.Token)).TextAt("Descriptor", "digest");
        }
        catch (DockerApiException)
        {
            // an Engine without that question, or a registry that wants a password which only the pull has
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
