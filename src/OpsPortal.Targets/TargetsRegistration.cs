using Microsoft.Extensions.DependencyInjection;

namespace OpsPortal.Targets;

public static class TargetsRegistration
{
    /// <summary>Everything that carries actions out; executors are found in this assembly, so that a new one needs no entry here.</summary>
    public static IServiceCollection AddTargets(this IServiceCollection services)
    {
        foreach (var executor in typeof(IActionExecutor).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsInterface: false } && t.IsAssignableTo(typeof(IActionExecutor))))
            services.AddSingleton(typeof(IActionExecutor), executor);
        return services.AddSingleton<ActionDispatcher>().AddSingleton<Probes.TargetProbes>().AddSingleton<Suggestions.SuggestionSource>();
    }
}
