using System.Globalization;
using OpsPortal.Checks.Judging;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Checks.Pages;

/// <summary>A check as the dialog has it: texts as they were typed, so that nothing is lost that is not right yet.</summary>
public sealed class CheckDraft
{
    public string Kind { get; private set; } = "http";
    public string Name { get; set; } = "";
    public string System { get; set; } = "";
    public string Environment { get; set; } = "";
    public string Component { get; set; } = "";
    public string Interval { get; set; } = "";
    public string Timeout { get; set; } = "";
    public int Retries { get; set; }
    public string Comparison { get; set; } = "";
    public string Target { get; set; } = "";
    public string Acceptable { get; set; } = "";
    public string Unit { get; set; } = "";
    public int Bad { get; set; } = Damping.Usual.Bad;
    public int Within { get; set; } = Damping.Usual.Within;
    public int Good { get; set; } = Damping.Usual.Good;
    public bool OpensIncident { get; set; }
    public bool ResolvesIncident { get; set; } = true;
    public string Severity { get; set; } = "";
    public string Objective { get; set; } = "";
    public int ObjectiveDays { get; set; } = 30;
    public string Ratio { get; set; } = "";
    public string? Fact { get; private set; }

    // What the kinds ask; each uses those that it needs.
    public string Address { get; set; } = "";
    public string Status { get; set; } = "";
    public string Pointer { get; set; } = "";
    public string Expect { get; set; } = "";
    public string Contains { get; set; } = "";
    public bool Follow { get; set; }
    public string Host { get; set; } = "";
    public int Port { get; set; } = 443;
    public string ServerName { get; set; } = "";
    public bool AllowUntrusted { get; set; }
    public string Query { get; set; } = "";
    public bool NothingPasses { get; set; }
    public string Server { get; set; } = "";
    public string Field { get; set; } = "";
    public string Choice { get; set; } = "";
    public string Namespace { get; set; } = "";
    public string Object { get; set; } = "";
    public string Selector { get; set; } = "";
    public int Grace { get; set; } = 60;
    public string Runbook { get; set; } = "";
    public string Step { get; set; } = "";
    public Dictionary<string, string> Parameters { get; private set; } = [];

    public static CheckDraft New(CheckForm? form)
    {
        var draft = new CheckDraft();
        draft.Become(form?.Spec is { } spec ? CheckKind.NameOf(spec) : "http");
        if (form is null) return draft;
        (draft.Name, draft.System, draft.Fact, draft.Severity) = (form.Name ?? "", form.System ?? "", form.Fact, form.Severity ?? "");
        if (form.Spec is not null) draft.Take(form.Spec);
        if (form.Thresholds is { } thresholds) draft.Take(thresholds);
        if (form.Damping is { } damping) (draft.Bad, draft.Within, draft.Good) = (damping.Bad, damping.Within, damping.Good);
        return draft;
    }

    public static CheckDraft Of(CheckSheet sheet)
    {
        var check = sheet.Check;
        var draft = new CheckDraft
        {
            Kind = CheckKind.NameOf(check.Spec),
            Name = check.Name,
            System = check.System,
            Environment = sheet.Environment,
            Component = check.Component ?? "",
            Interval = DurationWords.Show(check.Interval),
            Timeout = DurationWords.Show(check.Timeout),
            Retries = check.Retries,
            Bad = check.Damping.Bad,
            Within = check.Damping.Within,
            Good = check.Damping.Good,
            OpensIncident = check.OpensIncident,
            ResolvesIncident = check.ResolvesIncident,
            Severity = check.Severity ?? "",
            Objective = Number(check.Objective?.Percent),
            ObjectiveDays = check.Objective?.Days ?? 30,
            Ratio = check.Objective?.Ratio ?? "",
        };
        draft.Take(check.Spec);
        draft.Take(check.Thresholds);
        return draft;
    }

    /// <summary>Another kind, with what is usual for it.</summary>
    public void Become(string kind)
    {
        Kind = kind;
        var usual = CheckKind.All.First(k => k.Name == kind);
        Interval = DurationWords.Show(usual.Interval);
        Timeout = kind == "step" ? "1 min" : "10 s";
        Take(usual.Usual);
        (Bad, Within, Good) = kind is "tls" or "backup" or "heartbeat" ? (1, 1, 1) : (Damping.Usual.Bad, Damping.Usual.Within, Damping.Usual.Good);
        Choice = kind switch { "kubernetes" => KubernetesCheck.Deployment, "backup" => BackupCheck.Sql, _ => "" };
        if (kind == "redis" && Query.Length == 0) Query = "PING";
    }

    /// <summary>What is typed, or which field is no number.</summary>
    public Result<CheckForm> Read()
    {
        var (target, acceptable, objective) = (Number(Target, "thresholds"), Number(Acceptable, "thresholds"), Number(Objective.TrimEnd('%'), "objective"));
        if (new[] { target, acceptable, objective }.FirstOrDefault(n => !n.Succeeded) is { Problem: { } wrong }) return wrong;
        var spec = Spec();
        if (SpecRules.Wrong(spec) is { } unfit) return unfit;
        return new CheckForm(Name, System, Environment, Component, spec, Interval, Timeout, Retries,
            new(Comparison.Length > 0 && Target.Trim().Length > 0 ? Comparison : null, target.Value!.Value, acceptable.Value!.Value, Unit), new(Bad, Within, Good), OpensIncident, Severity, ResolvesIncident,
            new(objective.Value!.Value ?? 0, ObjectiveDays, Ratio), Fact);
    }

    private CheckSpec Spec() => Kind switch
    {
        "http" => new HttpCheck(Address.Trim(), Blank(Status), Blank(Pointer), Blank(Expect), Blank(Contains), Follow),
        "tcp" => new TcpCheck(Host.Trim(), Port),
        "tls" => new TlsCheck(Host.Trim(), Port, Blank(ServerName), AllowUntrusted),
        "prometheus" => new PrometheusCheck(Query.Trim(), NothingPasses),
        "sql" => new SqlCheck(Query.Trim(), Blank(Server)),
        "redis" => new RedisCheck(Query.Trim(), Blank(Field), Blank(Expect), Blank(Server)),
        "kubernetes" => new KubernetesCheck(Choice, Blank(Namespace), Blank(Object), Blank(Selector)),
        "backup" => new BackupCheck(Choice, Query.Trim(), Blank(Server)),
        "heartbeat" => new HeartbeatCheck(Grace),
        _ => new StepCheckSpec(Runbook, Step, Parameters.Where(p => p.Value.Trim().Length > 0).ToDictionary(p => p.Key, p => p.Value.Trim())),
    };

    private void Take(CheckSpec spec)
    {
        switch (spec)
        {
            case HttpCheck http: (Address, Status, Pointer, Expect, Contains, Follow) = (http.Url, http.Status ?? "", http.Pointer ?? "", http.Expect ?? "", http.Contains ?? "", http.FollowRedirects); break;
            case TcpCheck tcp: (Host, Port) = (tcp.Host, tcp.Port); break;
            case TlsCheck tls: (Host, Port, ServerName, AllowUntrusted) = (tls.Host, tls.Port, tls.ServerName ?? "", tls.AllowUntrusted); break;
            case PrometheusCheck query: (Query, NothingPasses) = (query.Query, query.NothingPasses); break;
            case SqlCheck sql: (Query, Server) = (sql.Query, sql.Database ?? ""); break;
            case RedisCheck redis: (Query, Field, Expect, Server) = (redis.Command, redis.Field ?? "", redis.Expect ?? "", redis.Server ?? ""); break;
            case KubernetesCheck cluster: (Choice, Namespace, Object, Selector) = (cluster.Condition, cluster.Namespace ?? "", cluster.Name ?? "", cluster.Selector ?? ""); break;
            case BackupCheck backup: (Choice, Query, Server) = (backup.Source, backup.Text, backup.Database ?? ""); break;
            case HeartbeatCheck beat: Grace = beat.GraceSeconds; break;
            case StepCheckSpec step: (Runbook, Step, Parameters) = (step.Runbook, step.Step, step.Parameters?.ToDictionary() ?? []); break;
        }
    }

    private void Take(Thresholds thresholds) => (Comparison, Target, Acceptable, Unit) = (thresholds.Comparison ?? "", Number(thresholds.Target), Number(thresholds.Acceptable), thresholds.Unit ?? "");

    private static string? Blank(string text) => text.Trim() is { Length: > 0 } value ? value : null;
    private static string Number(double? value) => value?.ToString("0.##########", CultureInfo.InvariantCulture) ?? "";

    private static Result<Typed> Number(string text, string field) => text.Trim().Length == 0 ? new Typed(null)
        : double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? new Typed(value)
        : Problem.Invalid($"\"{text.Trim()}\" is no number; write 200 or 99.9.", field);

    private sealed record Typed(double? Value);
}
