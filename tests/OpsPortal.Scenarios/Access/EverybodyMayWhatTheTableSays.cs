using System.Net;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Access;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Access;

/// <summary>Every page, endpoint, hub method and operation, tried with every role and with none, against docs/permissions.md.</summary>
public sealed class EverybodyMayWhatTheTableSays : IAsyncLifetime
{
    private static readonly Role?[] Roles = [null, Role.None, Role.Viewer, Role.Responder, Role.Approver, Role.Author, Role.Administrator];

    /// <summary>They only hand on to operations, which are tried themselves.</summary>
    private static readonly string[] Facades = ["ExecutionDesk", "ChangeDesk", "EnvironmentBook", "RunbookDesk", "SystemDesk", "IncidentDesk"];

    /// <summary>What operations are made of: each of them has asked before it comes here.</summary>
    private static readonly string[] Parts = ["ConfirmPlan", "DraftExecution", "DraftRevert", "ExecutionLedger", "IncidentActs", "MaintenanceActs"];

    private WebApplicationFactory<Actor> portal = null!;

    public async Task InitializeAsync()
    {
        var database = await (await PrivatePostgres.RunningAsync()).CreateDatabaseAsync();
        portal = new WebApplicationFactory<Actor>().WithWebHostBuilder(host => host
            .UseSetting("ConnectionStrings:OpsPortal", database).UseSetting("OPSPORTAL_ADMIN_TOKEN", PortalProcess.AdminToken).UseSetting("SignIn:PerMinute", "1000").UseSetting("Sandbox:Enabled", "false"));
        portal.UseKestrel(0);
        portal.StartServer();
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task Over_http()
    {
        var table = PermissionTable.Read("Pages and addresses");
        var real = portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(Describe).DistinctBy(e => e.Name).ToList();
        table.AssertComplete(real.Select(r => r.Name));

        List<string> wrong = [];
        var address = portal.ClientOptions.BaseAddress;
        using var administrator = new HttpClient { BaseAddress = address, DefaultRequestHeaders = { Authorization = new("Bearer", PortalProcess.AdminToken) } };
        foreach (var role in Roles)
        {
            using var person = role is { } known ? await SignedIn.JoinAsync(administrator, $"person-{known}", known.ToString()) : new SignedIn(address);
            foreach (var (name, method, path) in real.Where(r => r.Method.Length > 0 && r.Name != "POST /sign-out"))
            {
                using var request = new HttpRequestMessage(new(method), path);
                if (method is "POST" or "PUT" or "PATCH") request.Content = new StringContent(Body, Encoding.UTF8, "application/json");
                using var answer = await person.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                var refused = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                    || answer.Headers.Location?.ToString() is { } to && (to.Contains("/forbidden", StringComparison.Ordinal) || to.Contains("/sign-in?return", StringComparison.Ordinal));
                if (refused == PermissionTable.May(table.Rows[name], role)) wrong.Add($"{name}: {role?.ToString() ?? "nobody"} got {(int)answer.StatusCode}, the table says {table.Rows[name]}");
                if ((int)answer.StatusCode >= 500) wrong.Add($"{name}: {role} got {(int)answer.StatusCode}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Hub_methods_are_in_the_table() => PermissionTable.Read("Hub methods").AssertComplete(
        from hub in typeof(Actor).Assembly.GetTypes()
        where hub.IsSubclassOf(typeof(Hub))
        from method in hub.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where !method.IsSpecialName && method.GetBaseDefinition() == method
        select $"{hub.Name}.{method.Name}");

    [Fact]
    public async Task By_operation()
    {
        var table = PermissionTable.Read("Operations");
        var real = (from type in typeof(Actor).Assembly.GetTypes()
                    where type is { IsClass: true, IsAbstract: false } && !Facades.Contains(type.Name) && !Parts.Contains(type.Name)
                    from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                    where method.GetParameters() is [var first, ..] && first.ParameterType == typeof(Actor)
                        && method.ReturnType.IsGenericType && method.ReturnType.GetGenericArguments()[0] is { IsGenericType: true } result && result.GetGenericTypeDefinition() == typeof(Result<>)
                    select (Name: $"{type.Name}.{method.Name}", Method: method)).DistinctBy(o => o.Name).ToList();
        table.AssertComplete(real.Select(r => r.Name));

        List<string> wrong = [];
        using var scope = portal.Services.CreateScope();
        foreach (var (name, method) in real)
        {
            var operation = scope.ServiceProvider.GetService(method.DeclaringType!) ?? method.DeclaringType!.GetInterfaces().Select(scope.ServiceProvider.GetService).First(s => s?.GetType() == method.DeclaringType)!;
            foreach (var role in Roles.OfType<Role>())
            {
                var actor = new Actor(Guid.NewGuid(), $"{role}", role);
                var task = (Task)method.Invoke(operation, [actor, .. method.GetParameters().Skip(1).Select(p => Anything(p.ParameterType))])!;
                await task;
                var problem = (Problem?)((dynamic)task).Result.Problem;
                // An account is changed in a browser only, so nobody here gets further.
                var may = table.Rows[name] != "in a browser" && PermissionTable.May(table.Rows[name], role);
                if ((problem?.Kind == ProblemKind.Forbidden) == may) wrong.Add($"{name}: {role} got {problem?.Kind.ToString() ?? "through"} ({problem?.Detail}), the table says {table.Rows[name]}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private const string Body = """{"name":"x","email":"x","role":"viewer","url":"x","runbook":"x","step":"x","environment":"x","text":"x","system":"x","title":"x","account":"00000000-0000-0000-0000-000000000001"}""";

    /// <summary>What the table calls it, and how to try it; without a method where it is not tried by itself.</summary>
    private static IEnumerable<(string Name, string Method, string Path)> Describe(RouteEndpoint endpoint)
    {
        var pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
        if (endpoint.Metadata.Any(m => m.GetType().Name is "StaticAssetDescriptor" or "StaticAssetEndpointMetadata") || pattern.StartsWith("/_framework", StringComparison.Ordinal) || pattern == "/{**path:file}") return [("static files", "", "")];
        if (pattern.StartsWith("/_blazor", StringComparison.Ordinal)) return [("the circuit of a page", "POST", "/_blazor/negotiate?negotiateVersion=1")];
        if (pattern.StartsWith("/hubs/operations", StringComparison.Ordinal)) return [("/hubs/operations", "POST", "/hubs/operations/negotiate?negotiateVersion=1")];
        var path = System.Text.RegularExpressions.Regex.Replace(pattern, @"\{\*{0,2}(\w+)(:\w+)?\??\}", m => m.Groups[1].Value == "collection" ? "contacts" : m.Groups[2].Value switch { ":guid" => $"{Guid.Empty}", ":int" or ":long" => "1", _ => "x" });
        if (endpoint.Metadata.Any(m => m.GetType().Name == "ComponentTypeMetadata")) return [($"GET {pattern}", "GET", path)];
        return (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(m => ($"{m} {pattern}", m, path));
    }

    private static object? Anything(Type type)
    {
        if (type == typeof(string)) return "x";
        if (type == typeof(CancellationToken)) return CancellationToken.None;
        if (type == typeof(byte[])) return new byte[] { 1 };
        if (Nullable.GetUnderlyingType(type) is not null) return null;
        if (type.IsEnum) return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1);
        if (type.IsValueType) return Activator.CreateInstance(type);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)) return new Dictionary<string, string>();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IProgress<>)) return null;
        if (type == typeof(IReadOnlySet<string>)) return new HashSet<string>();
        if (type.IsGenericType && type.IsInterface) return Array.CreateInstance(type.GetGenericArguments()[0], 0);
        if (type.IsInterface || type.IsAbstract) return null;
        var constructor = type.GetConstructors().OrderBy(c => c.GetParameters().Length).Last(c => c.GetParameters().All(p => p.ParameterType != type));
        return constructor.Invoke([.. constructor.GetParameters().Select(p => Anything(p.ParameterType))]);
    }
}
