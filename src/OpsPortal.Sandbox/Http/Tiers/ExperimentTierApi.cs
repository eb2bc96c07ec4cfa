using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Http.Tiers;

/// <summary>V1: makes experiments, runs them, and sends them on to production or to quarantine.</summary>
internal sealed class ExperimentTierApi(ExperimentBook book) : ISystemApi
{
    public bool IsHealth(string path) => TierRoutes.IsHealth(path);

    public ServiceAnswer Answer(ServiceRequest request, Backend backend)
    {
        var path = TierRoutes.Path(request.Path);
        if (TierRoutes.Common(request.Method, path, backend, "v1") is { } common) return common;
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (request.Method, parts) switch
        {
            ("GET" or "HEAD", ["experiments"]) => List(backend),
            ("POST", ["experiments", "create"]) => Create(request, backend),
            ("POST", ["experiments", "run", var id]) => Of(id, e => Run(e, request, backend)),
            ("GET" or "HEAD", ["experiments", var id]) => Of(id, e => ServiceAnswer.Json(e.Json(backend.Now))),
            ("POST", ["evaluation", "promote", var id]) => Of(id, e => Promote(e, request, backend)),
            ("POST", ["evaluation", "quarantine", var id]) => Of(id, e => Quarantine(e, request, backend)),
            (_, ["experiments", "create"] or ["experiments", "run", _] or ["evaluation", "promote" or "quarantine", _]) => ServiceAnswer.WrongMethod(request.Method, request.Path, "POST"),
            (_, ["experiments"] or ["experiments", _]) => ServiceAnswer.WrongMethod(request.Method, request.Path, "GET, HEAD"),
            _ => ServiceAnswer.NotFound(request.Path),
        };
    }

    private ServiceAnswer List(Backend backend) => ServiceAnswer.Json(new JsonObject
    {
        ["experiments"] = new JsonArray([.. book.All.Select(e => (JsonNode)new JsonObject { ["experiment_id"] = e.Id, ["name"] = e.Name, ["status"] = e.Status(backend.Now), ["created_at"] = Fields.Stamp(e.CreatedAt) })]),
        ["total"] = book.All.Count,
    });

    private ServiceAnswer Of(string id, Func<Experiment, ServiceAnswer> answer) => book.Find(id) is { } experiment
        ? answer(experiment)
        : ServiceAnswer.Error(404, "experiment_not_found", $"There is no experiment {id}: GET /api/v1/experiments lists them.");

    private ServiceAnswer Create(ServiceRequest request, Backend backend)
    {
        var (body, refusal) = request.Json();
        if (body is null) return refusal!;
        var form = new JsonForm(body);
        var (name, description) = (form.Text("name"), form.OptionalText("description") ?? "");
        var (primary, secondary) = (form.Text("primary_model"), form.OptionalText("secondary_model"));
        var (prompt, routing) = (form.Text("prompt_template"), form.OneOf("routing_strategy", "primary", "round_robin", "shadow"));
        var tags = form.Texts("tags");
        if (form.Problems.Count > 0) return ServiceAnswer.Invalid(form.Problems);
        var made = book.Add(id => new(id, name, description, primary, secondary, prompt, routing, tags, backend.Now));
        return ServiceAnswer.Json(made.Json(backend.Now), 201);
    }

    private ServiceAnswer Run(Experiment experiment, ServiceRequest request, Backend backend)
    {
        var (body, refusal) = request.Json();
        if (body is null) return refusal!;
        var form = new JsonForm(body);
        var samples = form.Texts("code_samples");
        if (samples.Count == 0) form.Add("code_samples", "List should have at least 1 item", "too_short");
        var language = form.OptionalText("language");
        if (form.Problems.Count > 0) return ServiceAnswer.Invalid(form.Problems);
        if (experiment.Status(backend.Now) is "running" or "quarantined" or "promoted")
            return ServiceAnswer.Error(409, "conflict", $"Experiment {experiment.Id} is {experiment.Status(backend.Now)} and cannot be run now.");
        var running = book.Keep(experiment with { StartedAt = backend.Now, Samples = samples.Count, Language = language });
        return ServiceAnswer.Json(running.Json(backend.Now), 202);
    }

    private ServiceAnswer Promote(Experiment experiment, ServiceRequest request, Backend backend)
    {
        var force = request.Query.GetValueOrDefault("force") is "true" or "1";
        if (experiment.Promoted is not null) return ServiceAnswer.Error(409, "conflict", $"Experiment {experiment.Id} is promoted already.");
        if (!experiment.IsDone(backend.Now))
            return ServiceAnswer.Error(409, "not_evaluated", $"Experiment {experiment.Id} is {experiment.Status(backend.Now)}: run it and wait until it is completed.");
        if (!force && (experiment.Quarantined is not null || experiment.Figures.Failed.Count > 0))
            return ServiceAnswer.Json(new JsonObject
            {
                ["error"] = "metrics_do_not_pass",
                ["detail"] = experiment.Quarantined is not null ? "The experiment is in quarantine." : "The figures do not allow a promotion; ?force=true promotes in spite of them.",
                ["experiment_id"] = experiment.Id,
                ["metrics"] = experiment.Figures.Json(),
            }, 409);
        if (!Deploy(experiment, backend)) return ServiceAnswer.Error(409, "conflict", $"V2 has no deployment {StableTierApi.Deployment} to promote to.");
        var promoted = book.Keep(experiment with { Promoted = new(backend.Now, force && experiment.Figures.Failed.Count > 0), Quarantined = null });
        var answer = promoted.Json(backend.Now);
        answer["deployment"] = $"{StableTierApi.Namespace}/{StableTierApi.Deployment}";
        return ServiceAnswer.Json(answer);
    }

    /// <summary>V2 rolls out with the experiment's settings, as a revision that can be undone.</summary>
    private static bool Deploy(Experiment experiment, Backend backend) => backend.Cluster.Store.Update(ResourceTypes.Deployments, StableTierApi.Namespace, StableTierApi.Deployment, d =>
    {
        d.Into("spec", "template", "metadata", "annotations")[StableTierApi.Annotation] = experiment.Id;
        d.Into("metadata", "annotations")[WorkloadObject.ChangeCause] = $"Promote experiment {experiment.Id}";
        return d;
    }) is not null;

    private ServiceAnswer Quarantine(Experiment experiment, ServiceRequest request, Backend backend)
    {
        var (body, refusal) = request.Json();
        if (body is null) return refusal!;
        var form = new JsonForm(body);
        var reason = form.Text("reason");
        if (body["impact_analysis"] is not (null or JsonObject)) form.Add("impact_analysis", "Input should be a valid dictionary", "dict_type");
        if (form.Problems.Count > 0) return ServiceAnswer.Invalid(form.Problems);
        if (experiment.Quarantined is not null) return ServiceAnswer.Error(409, "conflict", $"Experiment {experiment.Id} is in quarantine already.");
        var record = new QuarantineRecord(book.NextRecord(), experiment.Id, experiment.Name, reason, body["impact_analysis"]?.DeepClone(), backend.Now);
        book.Keep(experiment with { Quarantined = record, Promoted = null });
        return ServiceAnswer.Json(record.Json(), 201);
    }
}
