using Microsoft.Extensions.Caching.Memory;
using OpsPortal.Runbooks.Importing;
using OpsPortal.Storage;

namespace OpsPortal.Runbooks;

public static class RunbooksSetup
{
    public static IServiceCollection AddRunbooks(this IServiceCollection services, IConfiguration configuration)
    {
        // Characters of source text; a compiled runbook takes a small multiple of them.
        services.AddSingleton<IMemoryCache>(_ => new MemoryCache(new MemoryCacheOptions { SizeLimit = 64 * 1024 * 1024 }));
        services.AddSingleton<RunbookLibrary>();
        services.AddSingleton<SaveRunbook>().AddSingleton<SearchRunbooks>().AddSingleton<Files.RunbookFiles>().AddSingleton<Editing.IRunbookHistory, Editing.RunbookHistory>();
        services.AddSingleton<RunbookDesk>().AddSingleton<IRunbookReader>(s => s.GetRequiredService<RunbookDesk>()).AddSingleton<IRunbookWriter>(s => s.GetRequiredService<RunbookDesk>());
        services.AddSingleton<IRunTicks, RunTicks>().AddSingleton<ISuggestions, Suggestions>();
        services.AddSingleton<GitReader>().AddSingleton<ImportPack>().AddSingleton<RunbookSources>();
        services.AddHostedService<Facts.CatchUpFacts>();
        if (Roles.Of(configuration).Worker) services.AddHostedService<FetchSources>();
        return services;
    }
}
