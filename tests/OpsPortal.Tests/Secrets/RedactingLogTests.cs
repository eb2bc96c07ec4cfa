using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsPortal.Secrets;
using Xunit;

namespace OpsPortal.Tests.Secrets;

public sealed class RedactingLogTests
{
    [Fact]
    public void MessageValuesAndExceptionReachTheProviderRedacted()
    {
        using var memory = new Memory();
        var services = new ServiceCollection().AddLogging(log => log.ClearProviders().AddProvider(memory)).AddSecrets();
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<KnownSecrets>().Note(["Corr3ct-Horse"]);

        provider.GetRequiredService<ILogger<RedactingLogTests>>().LogError(
            new InvalidOperationException("outer", new InvalidOperationException("no login with Corr3ct-Horse")), "Connecting with {Connection} failed {Times} times", "Host=db;Password=Corr3ct-Horse", 3);

        var line = Assert.Single(memory.Lines);
        Assert.DoesNotContain("Corr3ct-Horse", line);
        Assert.Contains("Connecting with Host=db;Password=••• failed 3 times", line);
        Assert.Contains("Times=3", line);
        Assert.Contains("no login with •••", line);
    }

    private sealed class Memory : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];
        public ILogger CreateLogger(string categoryName) => this;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Dispose() => Lines.TrimExcess();

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{formatter(state, exception)} | {string.Join(", ", ((IEnumerable<KeyValuePair<string, object?>>)state!).Select(p => $"{p.Key}={p.Value}"))} | {exception}");
    }
}
