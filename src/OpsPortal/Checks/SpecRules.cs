using System.Text.RegularExpressions;
using OpsPortal.Checks.Probing;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Checks;

/// <summary>What is wrong with what a check is to ask, before anything is asked. Null means nothing.</summary>
internal static partial class SpecRules
{
    private const int LongestText = 4_000;

    public static Problem? Wrong(CheckSpec spec) => spec switch
    {
        HttpCheck http => Http(http),
        TcpCheck tcp => Place(tcp.Host, tcp.Port),
        TlsCheck tls => Place(tls.Host, tls.Port),
        PrometheusCheck query => Text(query.Query, "query", "Write the query, e.g. up{job=\"web\"}."),
        SqlCheck sql => Sql(sql.Query, "query"),
        RedisCheck redis => Redis(redis),
        KubernetesCheck cluster => cluster.Condition is KubernetesCheck.Deployment or KubernetesCheck.Pods or KubernetesCheck.Nodes ? null
            : Problem.Invalid($"The condition is {KubernetesCheck.Deployment}, {KubernetesCheck.Pods} or {KubernetesCheck.Nodes}.", "condition"),
        BackupCheck backup => Backup(backup),
        HeartbeatCheck beat => beat.GraceSeconds is < 0 or > 86_400 ? Problem.Invalid("A heartbeat may be 0 s to 24 h late.", "grace") : null,
        StepCheckSpec step => Text(step.Runbook, "runbook", "Choose a runbook.") ?? Text(step.Step, "step", "Choose one of the runbook's steps that read."),
        _ => Problem.Invalid($"There is no such kind of check; there are {string.Join(", ", CheckKind.All.Select(k => k.Name))}.", "kind"),
    };

    private static Problem? Http(HttpCheck http)
    {
        if (Address(http.Url) is { } wrong) return Problem.Invalid(wrong, "url");
        if (StatusRange.Read(http.Status) is null) return Problem.Invalid("Write the status as 200, 200-299 or 200,204.", "status");
        if (http.Pointer is { Length: > 0 } pointer && !pointer.StartsWith('/')) return Problem.Invalid("A JSON pointer begins with a slash: /status or /checks/database.", "pointer");
        return http.Expect is { Length: > 0 } && http.Pointer is null or "" ? Problem.Invalid("Say with a JSON pointer where in the answer that stands, e.g. /status.", "pointer") : null;
    }

    internal static string? Address(string? text) =>
        !Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") ? "Write the whole address; it begins with http:// or https://."
        : address.UserInfo.Length > 0 ? "Leave user and password out of the address; it is shown to people." : null;

    private static Problem? Place(string? host, int port) =>
        string.IsNullOrWhiteSpace(host) || !Host().IsMatch(host.Trim()) ? Problem.Invalid("Write the host's name or address, without http:// and without a port.", "host")
        : port is < 1 or > 65535 ? Problem.Invalid("A port is a number from 1 to 65535.", "port") : null;

    private static Problem? Sql(string? query, string field) => Text(query, field, "Write a statement whose first field is the value, e.g. select count(*) from jobs where state = 'stuck'.")
        ?? (SqlRisk.Of(query!) == Risk.Read ? null : Problem.Invalid("A check only reads, and this statement may change something. A select does.", field));

    private static Problem? Redis(RedisCheck redis) =>
        RedisWords.Split(redis.Command ?? "") is not { Count: > 0 } words ? Problem.Invalid("Write the command, e.g. PING or INFO memory.", "command")
        : new RedisCommand { Place = new() { Unnamed = true }, Words = words } is { Risk: Risk.Read, Live: false } ? null : Problem.Invalid("A check only reads, and this command does not, or it never ends.", "command");

    private static Problem? Backup(BackupCheck backup) => backup.Source switch
    {
        BackupCheck.Sql => Sql(backup.Text, "text"),
        BackupCheck.Http => Address(backup.Text) is { } wrong ? Problem.Invalid(wrong, "text") : null,
        BackupCheck.Files => Text(backup.Text, "text", "Write a directory and a pattern: /backups/*.sql.gz.") ?? (backup.Text.StartsWith('/') && backup.Text.LastIndexOf('/') < backup.Text.Length - 1 ? null
            : Problem.Invalid("Write a directory and a pattern: /backups/*.sql.gz.", "text")),
        _ => Problem.Invalid($"A backup's age comes from {BackupCheck.Sql}, {BackupCheck.Http} or {BackupCheck.Files}.", "source"),
    };

    private static Problem? Text(string? text, string field, string advice) =>
        string.IsNullOrWhiteSpace(text) ? Problem.Invalid(advice, field) : text.Length > LongestText ? Problem.Invalid($"This is longer than {LongestText:N0} characters.", field) : null;

    [GeneratedRegex(@"^[A-Za-z0-9._:\[\]-]{1,253}$")]
    private static partial Regex Host();
}
