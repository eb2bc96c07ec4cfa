using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Storage;

namespace OpsPortal.Migrations;

/// <summary>A context for <c>dotnet ef</c>, made as the portal makes it. Adding a migration needs no database.</summary>
public sealed class DesignTimeContexts : IDesignTimeDbContextFactory<OpsPortalDbContext>
{
    public OpsPortalDbContext CreateDbContext(string[] args) => new ServiceCollection()
        .AddLogging()
        .AddStorage(Environment.GetEnvironmentVariable("OPSPORTAL_DATABASE") ?? "Host=localhost;Database=opsportal")
        .BuildServiceProvider()
        .GetRequiredService<IDbContextFactory<OpsPortalDbContext>>()
        .CreateDbContext();
}
