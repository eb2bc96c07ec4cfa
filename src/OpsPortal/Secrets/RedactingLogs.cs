using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OpsPortal.Secrets;

/// <summary>
/// Stands before every log provider: message, exception and values reach it redacted. A provider that reads a scope's values reads them
/// as they are; the portal puts no secret into a scope.
/// </summary>
internal static class RedactingLogs
{
    public static IServiceCollection AddSecrets(this IServiceCollection services)
    {
        services.TryAddSingleton<KnownSecrets>();
        services.TryAddSingleton<IRedactText>(provider => provider.GetRequiredService<KnownSecrets>());
        for (var i = 0; i < services.Count; i++)
            if (services[i] is { ServiceType: { } type, IsKeyedService: false } provider && type == typeof(ILoggerProvider) && provider.ImplementationFactory?.Target is not Wrapped)
            {
                var wrapped = new Wrapped(provider);
                services[i] = ServiceDescriptor.Singleton(typeof(ILoggerProvider), wrapped.Make);
            }
        return services;
    }

    private sealed class Wrapped(ServiceDescriptor inner)
    {
        public Provider Make(IServiceProvider services) => new(
            (ILoggerProvider)(inner.ImplementationInstance ?? inner.ImplementationFactory?.Invoke(services) ?? ActivatorUtilities.CreateInstance(services, inner.ImplementationType!)),
            services.GetRequiredService<KnownSecrets>());
    }

    private sealed class Provider(ILoggerProvider inner, IRedactText redactor) : ILoggerProvider, ISupportExternalScope
    {
        public ILogger CreateLogger(string categoryName) => new Logger(inner.CreateLogger(categoryName), redactor);
        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => (inner as ISupportExternalScope)?.SetScopeProvider(scopeProvider);
        public void Dispose() => inner.Dispose();
    }

    private sealed class Logger(ILogger inner, IRedactText redactor) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!inner.IsEnabled(logLevel)) return;
            var text = redactor.Redact(formatter(state, exception));
            IReadOnlyList<KeyValuePair<string, object?>> values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? [.. pairs.Select(Clean)] : [];
            inner.Log(logLevel, eventId, new Entry(text, values), exception is null ? null : new RedactedException(redactor.Redact(exception.ToString())), static (entry, _) => entry.ToString());
        }

        private KeyValuePair<string, object?> Clean(KeyValuePair<string, object?> value) => value.Value is null or bool or int or long or double or TimeSpan or DateTimeOffset or Guid or Enum
            ? value
            : new(value.Key, redactor.Redact($"{value.Value}"));
    }

    private sealed class Entry(string text, IReadOnlyList<KeyValuePair<string, object?>> values) : List<KeyValuePair<string, object?>>(values)
    {
        public override string ToString() => text;
    }

    /// <summary>What is left of an exception once secrets are out of its text.</summary>
    private sealed class RedactedException(string text) : Exception
    {
        public override string Message => text.Split('\n')[0];
        public override string ToString() => text;
    }
}
