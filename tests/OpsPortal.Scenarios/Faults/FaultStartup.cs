using System.Globalization;
using System.Net.Http.Json;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Executions.Running;
using OpsPortal.OnCall.Paging.Sending;
using OpsPortal.Scenarios.Faults;

[assembly: HostingStartup(typeof(FaultStartup))]

/// <summary>Run by the runtime in a portal process whose <c>DOTNET_STARTUP_HOOKS</c> names this assembly: lets that process load it.</summary>
#pragma warning disable CA1050 // the runtime asks for this name, in no namespace
internal static class StartupHook
#pragma warning restore CA1050
{
    public static void Initialize()
    {
        var folder = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!;
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(folder, $"{name.Name}.dll") is var file && File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
    }
}

namespace OpsPortal.Scenarios.Faults
{
    /// <summary>In a portal process: every commit point asks the test what is to happen there, and the clock can be moved. The portal itself has nothing of this.</summary>
    internal sealed class FaultStartup : IHostingStartup
    {
        public const string Control = "OPSPORTAL_FAULT_CONTROL";

        public void Configure(IWebHostBuilder builder)
        {
            if (Environment.GetEnvironmentVariable(Control) is not { } control) return;
            var clock = new MovedTime();
            builder.ConfigureServices(services => services.AddSingleton<TimeProvider>(clock).AddSingleton<ICommitPoints>(new RemotePoints(control, clock)).AddSingleton<IPagePoints>(new RemotePagePoints(control)));
        }
    }

    /// <summary>The machine's clock, put forward or back; time that passes is not changed.</summary>
    internal sealed class MovedTime : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + By;
    }

    /// <summary>What the test answers at a commit point.</summary>
    /// <param name="Seconds">What the clock of the process is ahead from now on.</param>
    internal sealed record PointAnswer(bool Throw, double Seconds);

    internal sealed class RemotePoints(string control, MovedTime clock) : ICommitPoints
    {
        private readonly HttpClient test = new() { BaseAddress = new(control), Timeout = Timeout.InfiniteTimeSpan };

        public async ValueTask ReachAsync(CommitPoint point, long? execution)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/at/{point}/{execution ?? 0}/{Environment.ProcessId}");
            using var said = await test.PostAsync(path, null);
            var answer = (await said.Content.ReadFromJsonAsync<PointAnswer>())!;
            clock.By = TimeSpan.FromSeconds(answer.Seconds);
            if (answer.Throw) throw new InvalidOperationException($"A fault at {point}");
        }
    }

    /// <summary>Waits at each point of a page until the test has answered; a process that is killed there never hears it.</summary>
    internal sealed class RemotePagePoints(string control) : IPagePoints
    {
        private readonly HttpClient test = new() { BaseAddress = new(control), Timeout = Timeout.InfiniteTimeSpan };

        public async ValueTask ReachAsync(PagePoint point, long? incident)
        {
            using var said = await test.PostAsync(string.Create(CultureInfo.InvariantCulture, $"/page/{point}/{incident ?? 0}/{Environment.ProcessId}"), null);
        }
    }
}
