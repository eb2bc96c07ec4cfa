using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using OpsPortal.Audit;
using OpsPortal.Storage.Live;

namespace OpsPortal.Storage;

public static class StorageServices
{
    /// <summary>Database, data-protection keys, audit log and live bus. The schema is brought up to date when the host starts.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, string connectionString)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => NpgsqlDataSource.Create(connectionString));
        services.AddDbContextFactory<OpsPortalDbContext>((provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
            // What is narrowed by Sight is narrowed on both ends of a relation.
            .ConfigureWarnings(w => w.Ignore(CoreEventId.PossibleIncorrectRequiredNavigationWithQueryFilterInteractionWarning)));
        services.AddHostedService<MigrateAtStart>();
        // With passkeys. The model depends on it, so it is set here, where design time and run time both pass.
        services.Configure<IdentityOptions>(options => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3);

        services.AddDataProtection().SetApplicationName("opsportal");
        services.AddSingleton<EfXmlRepository>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = provider.GetRequiredService<EfXmlRepository>()));

        services.AddSingleton<AuditLog>();
        services.AddLiveBus();
        return services;
    }
}
