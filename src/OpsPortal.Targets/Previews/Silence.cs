namespace OpsPortal.Targets.Previews;

/// <summary>Takes output that nobody is to see.</summary>
internal sealed class Silence : IOutput
{
    public static Silence Instance { get; } = new();

    public ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation) => ValueTask.CompletedTask;
}
