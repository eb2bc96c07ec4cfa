using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Docker.Composing;

/// <summary>What is done to one container.</summary>
/// <param name="What"><c>create</c>, <c>recreate</c>, <c>start</c> or <c>remove</c>.</param>
internal sealed record UpStep(string What, string Service, string Name, string Told, IReadOnlyList<(HttpMethod Method, string Path)> Calls);

/// <summary>What <c>docker compose up</c> would do to containers as they are; decides as <see cref="ComposeUpExecutor"/> does.</summary>
internal sealed record UpPlan(IReadOnlyList<UpStep> Steps, IReadOnlyList<string> Orphans, Reversal Reversal, StepAction? Revert)
{
    public IReadOnlyList<ObjectChange> Changes => [.. Steps.Select(s => new ObjectChange($"container {s.Name}", s.What == "create" ? null : $"before {s.What}", s.What == "remove" ? null : s.Told))];

    /// <exception cref="ComposeException">Something is wrong with the file.</exception>
    public static UpPlan Of(ComposeUp action, ComposeProject project)
    {
        List<UpStep> steps = [];
        if (project.File is not { } file)
        {
            steps.AddRange(project.Of(action.Services).Where(c => !c.Runs).Select(Start));
            return With(steps, [], action, project);
        }
        var orphans = project.Containers.Where(c => !file.Services.ContainsKey(c.Service)).ToList();
        if (action.RemoveOrphans) steps.AddRange(orphans.Select(o => Remove(o, "its service is not in the file")));
        foreach (var service in file.InOrder(action.Services, dependencies: !action.NoDependencies))
        {
            var existing = project.Containers.Where(c => c.Service == service.Name).ToList();
            var count = ProjectUp.Count(action, service);
            for (var number = 1; number <= count; number++)
            {
                var name = service.ContainerName ?? $"{project.Name}-{service.Name}-{number}";
                if (existing.FirstOrDefault(c => c.Number == number) is not { } there) steps.Add(Create(service, name, action));
                else if (action.ForceRecreate || (!action.NoRecreate && ProjectUp.Differs(service, there))) steps.Add(Recreate(service, there, name, action));
                else if (!there.Runs && !action.NoStart) steps.Add(Start(there));
            }
            steps.AddRange(existing.Where(c => c.Number > count).Select(c => Remove(c, $"{service.Name} is to have {count}")));
        }
        return With(steps, [.. orphans.Select(o => o.Name)], action, project);
    }

    private static UpPlan With(List<UpStep> steps, IReadOnlyList<string> orphans, ComposeUp action, ComposeProject project)
    {
        if (steps.Count == 0) return new(steps, orphans, Reversal.Impossible("Nothing is changed, so that there is nothing to put back."), null);
        if (steps.All(s => s.What == "start"))
            return new(steps, orphans, Reversal.To($"It can be put back: stops {string.Join(", ", steps.Select(s => s.Name))}."), new DockerStop { Containers = [.. steps.Select(s => s.Name)] });
        var scaled = action.Scale.Select(s => s.Split('=')[0]).ToList();
        if (scaled.Count > 0 && steps.All(s => s.What is "create" or "remove" && scaled.Contains(s.Service)))
        {
            var back = scaled.Distinct().Select(s => $"{s}={project.Containers.Count(c => c.Service == s)}").ToList();
            return new(steps, orphans, Reversal.To($"It can be put back: scales to {string.Join(", ", back)} again."), action with { Scale = back, NoRecreate = true, ForceRecreate = false, Detach = true, Wait = false, RemoveOrphans = false, Pull = null });
        }
        return new(steps, orphans, Reversal.Impossible("It cannot be put back: containers are made, or made anew, and what the old ones were made by is not kept."), null);
    }

    private static UpStep Start(ProjectContainer c) => new("start", c.Service, c.Name, $"{c.Name} is started; it is {c.State}", [(HttpMethod.Post, DockerPath.Container(c.Name, "/start"))]);

    private static UpStep Create(ComposeService service, string name, ComposeUp action) => new("create", service.Name, name, $"{name} is made{(service.Image is { } image ? $" from {image}" : "")}{(action.NoStart ? "" : " and started")}",
        [(HttpMethod.Post, $"/containers/create{DockerPath.Query(("name", name))}"), .. action.NoStart ? [] : new[] { (HttpMethod.Post, DockerPath.Container(name, "/start")) }]);

    private static UpStep Recreate(ComposeService service, ProjectContainer there, string name, ComposeUp action) => new("recreate", service.Name, there.Name,
        $"{there.Name} is stopped, removed and made anew{(service.Image is { } image ? $" from {image}" : "")}: what it wrote outside of volumes is gone",
        [(HttpMethod.Post, DockerPath.Container(there.Name, $"/stop{DockerPath.Query(("t", action.Timeout))}")), (HttpMethod.Delete, DockerPath.Container(there.Name, "?force=1")), .. Create(service, name, action).Calls]);

    private static UpStep Remove(ProjectContainer c, string why) => new("remove", c.Service, c.Name, $"{c.Name} is stopped and removed: {why}", [(HttpMethod.Delete, DockerPath.Container(c.Name, "?force=1"))]);
}
