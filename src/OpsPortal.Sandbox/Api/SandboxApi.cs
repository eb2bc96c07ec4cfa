using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpsPortal.Sandbox.Api.Access;
using OpsPortal.Sandbox.Api.Requests;
using OpsPortal.Sandbox.Api.Types;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api;

/// <summary>A Kubernetes API server over a <see cref="ClusterStore"/>, good enough for kubectl.</summary>
public static class SandboxApi
{
    private static readonly string[] Roots =
        ["/api/{**path}", "/apis/{**path}", "/openapi/{**path}", "/version", "/healthz", "/readyz", "/livez"];

    /// <summary>Serves the API below the paths that Kubernetes has. Seeds what every cluster has from the start: default roles and cert-manager's kinds.</summary>
    public static void Map(IEndpointRouteBuilder routes, ClusterStore store, IPodRuntime runtime, SandboxApiOptions options)
    {
        ReaderRole.Seed(store);
        CertificateDefinitions.Seed(store);
        var parts = new ApiParts(store, runtime, new ServedTypes(store, runtime), options, new Authorizer(store));
        var router = new ApiRouter(parts, new Authenticator(options.Users));
        RequestDelegate handle = router.HandleAsync;
        foreach (var root in Roots) routes.Map(root, handle);
    }
}
