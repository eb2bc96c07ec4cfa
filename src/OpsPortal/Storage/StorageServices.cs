using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using OpsPortal.Audit;
using OpsPortal.Secrets;
using OpsPortal.Storage.Live;

namespace OpsPortal.Storage;

public static class StorageServices
{
    /// <summary>Database, data-protection keys, audit log and live bus. The schema is brought up to date when the host starts.</summary>
    /// <param name="configuration">Says what the keys are encrypted with, see <see cref="KeyCertificates"/>; without it they are stored as they are.</param>
    public static IServiceCollection AddStorage(this IServiceCollection services, string connectionString, IConfiguration? configuration = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => NpgsqlDataSource.Create(WithPatience(connectionString)));
        services.AddDbContextFactory<OpsPortalDbContext>((provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
            // What is narrowed by Sight is narrowed on both ends of a relation.
            .ConfigureWarnings(w => w.Ignore(CoreEventId.PossibleIncorrectRequiredNavigationWithQueryFilterInteractionWarning)));
        services.AddSingleton<PatientStart>();
        services.AddSingleton<MigrateAtStart>().AddHostedService(provider => provider.GetRequiredService<MigrateAtStart>());
        // With passkeys. The model depends on it, so it is set here, where design time and run time both pass.
        services.Configure<IdentityOptions>(options => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3);

        services.AddDataProtection().SetApplicationName("opsportal").EncryptWith(configuration);
        services.AddSingleton<EfXmlRepository>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = provider.GetRequiredService<EfXmlRepository>()));

        services.AddSecrets();
        services.AddSingleton<AuditLog>();
        services.AddLiveBus(configuration);
        return services;
    }

    /// <summary>
    /// A process that stands still in the middle of a transaction (a paused machine, a full disk) keeps its locks, and everybody else waits for
    /// them; the database ends such a transaction after a while. A limit in the connection string stays.
    /// </summary>
    private static string WithPatience(string connectionString)
    {
        const string limit = "idle_in_transaction_session_timeout";
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.Options?.Contains(limit, StringComparison.Ordinal) != true) settings.Options = $"{settings.Options} -c {limit}=5s".Trim();
        return settings.ConnectionString;
    }
}
