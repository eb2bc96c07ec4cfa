using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace OpsPortal.Tests.Frame;

/// <summary>A component under test: a clock that stands still, and a browser that says yes to everything.</summary>
public abstract class PageTest : BunitContext
{
    protected static readonly DateTimeOffset Now = new(2026, 11, 21, 3, 12, 0, TimeSpan.Zero);

    protected PageTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<TimeProvider>(new StillClock());
    }

    private sealed class StillClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
