using System.Text;
using System.Text.Json.Nodes;
using OpsPortal.Environments;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Scenarios.Canaries;

/// <summary>Where secrets are put, and what is run to get them out again. One more place is one more line here.</summary>
internal sealed class Plants(Aviary birds, int echo, string database, string kubeconfig)
{
    private static readonly ApiResource Secrets = new("secrets", "secret", "Secret", "", "v1", true);

    /// <summary>What runs in the environment <c>canaries</c>: a command, and the values of its secret places.</summary>
    public IEnumerable<(string Command, Dictionary<string, string> Values)> Commands()
    {
        var web = $"http://127.0.0.1:{echo}";
        yield return ("env", []);
        yield return ("env | sort", []);
        yield return ("psql $DATABASE_URL -c \"select * from canaries\"", []);
        yield return ("psql $DATABASE_URL -c \"select encode(convert_to(v, 'UTF8'), 'base64') from canaries\"", []);
        yield return ("psql $DATABASE_URL -c \"select encode(convert_to('x' || v, 'UTF8'), 'hex') from canaries\"", []);
        yield return ("psql $DATABASE_URL -c \"do \\$\\$ begin raise exception 'no % there', (select string_agg(v, ' ') from canaries); end \\$\\$\"", []);
        yield return ("psql $DATABASE_URL -c \"select v::int from canaries\"", []);
        for (var i = 0; i < 6; i++) yield return ($"psql $DEAD_{i}_URL -c \"select 1\"", []);
        yield return ("redis-cli -h dead-redis ping", []);
        yield return ("kubectl get secret canaries -n platform -o yaml", []);
        yield return ("kubectl get secret canaries -n platform -o json", []);
        yield return ("kubectl describe secret canaries -n platform", []);
        yield return ("kubectl get secrets -n platform -o wide", []);
        for (var i = 0; i < 5; i++)
        {
            yield return ($"curl -s -H 'Authorization: Bearer <api-token-{i}>' {web}/bearer{i}", Secret($"api-token-{i}", Aviary.IsPlain));
            yield return ($"curl -s -u app:<password-{i}> {web}/basic{i}", Secret($"password-{i}", Aviary.IsAscii));
            yield return ($"curl -s -X POST -d '{{\"password\":\"<password-b{i}>\"}}' {web}/body{i}", Secret($"password-b{i}", Aviary.IsAscii));
            yield return ($"curl -s '{web}/query{i}?token=<token-{i}>'", Secret($"token-{i}", Aviary.IsAscii));
            yield return ($"curl -s -H 'X-Custom: <secret-{i}>' {web}/header{i} -o echo-{i}.txt", Secret($"secret-{i}", Aviary.IsAscii));
            yield return ($"curl -s http://app:<password-u{i}>@127.0.0.1:{echo}/userinfo{i}", Secret($"password-u{i}", Aviary.IsPlain));
            yield return ($"curl -s http://app:<password-x{i}>@127.0.0.1:1/unreachable{i}", Secret($"password-x{i}", Aviary.IsPlain));
            yield return ($"psql $DATABASE_URL -c \"select '<password-s{i}>' as password, 1/0\"", Secret($"password-s{i}", Aviary.IsPlain));
        }
    }

    public EnvironmentForm Environment()
    {
        var passwords = birds.Plant("the password of a database", 12, v => !v.Contains('"') && !v.Contains('\'') && !v.Contains(';') && Aviary.IsAscii(v));
        var rows = passwords.Count;
        return new("canaries",
            Kubernetes: new(kubeconfig, null, "platform"),
            Databases:
            [
                .. passwords.Take(rows / 2).Select((p, i) => new ServerForm($"live{i}", $"{database};Password=\"{p}\"", i == 0 ? ["$DATABASE_URL"] : [$"live-{i}"])),
                .. passwords.Skip(rows / 2).Select((p, i) => new ServerForm($"dead{i}", $"Host=127.0.0.1;Port=1;Username=app;Database=x;Password=\"{p}\"", [$"$DEAD_{i}_URL"])),
            ],
            Redis: [.. birds.Plant("the password of a Redis", 10, Aviary.IsPlain).Select((p, i) => new ServerForm($"redis{i}", $"127.0.0.1:1,password={p}", [i == 0 ? "dead-redis" : $"redis-{i}"]))],
            Http: new([$"127.0.0.1:{echo}", "127.0.0.1:1"]),
            Programs: ["env"],
            Host: new(Variables: birds.Plant("a variable of the programs", 85, v => !v.Contains('\t')).Select((v, i) => (Name: $"CANARY_{i}_TOKEN", v)).ToDictionary(p => p.Name, p => p.v)));
    }

    /// <summary>Nobody answers there; what is said about that may name the credentials.</summary>
    public EnvironmentForm Unreachable() => new("unreachable", Kubernetes: new($$"""
        apiVersion: v1
        kind: Config
        current-context: dead
        clusters: [{ name: dead, cluster: { server: "https://127.0.0.1:1" } }]
        contexts: [{ name: dead, context: { cluster: dead, user: dead } }]
        users: [{ name: dead, user: { token: {{birds.Plant("the token of a kubeconfig", Aviary.IsPlain)}} } }]
        """),
        Prometheus: new($"http://app:{birds.Plant("the address of a Prometheus", Aviary.IsPlain)}@127.0.0.1:1/"),
        Host: new(Variables: birds.Plant("a variable nobody prints", 10).Select((v, i) => (Name: $"QUIET_{i}_SECRET", v)).ToDictionary(p => p.Name, p => p.v)));

    /// <summary>The values of a Secret of the cluster.</summary>
    public async Task PlantInClusterAsync()
    {
        using var clients = new KubernetesClientFactory(TimeProvider.System, KubeconfigPolicy.Pasted);
        var data = new JsonObject();
        foreach (var (value, i) in birds.Plant("a Secret of the cluster", 40).Select((v, i) => (v, i))) data[$"key-{i}"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
        await clients.For(kubeconfig, null).CreateAsync(new(Secrets, "platform"), new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = "canaries", ["namespace"] = "platform" },
            ["data"] = data,
        }, dryRun: false, default);
    }

    private Dictionary<string, string> Secret(string name, Func<string, bool> fits) => new() { [name] = birds.Plant($"the secret place {name} of a command", fits) };
}
