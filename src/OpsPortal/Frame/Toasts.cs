namespace OpsPortal.Frame;

/// <summary>Short messages of one circuit: what was done, or why not.</summary>
public sealed class Toasts(TimeProvider time)
{
    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(6);
    private readonly List<Toast> shown = [];

    public event Action? Changed;
    public IReadOnlyList<Toast> Shown => shown;

    /// <summary>Goes away by itself.</summary>
    public void Done(string text)
    {
        var toast = Add(new(text, Failed: false));
        var timer = time.CreateTimer(_ => Dismiss(toast), null, Stay, Timeout.InfiniteTimeSpan);
        toast.Ended.Token.Register(timer.Dispose);
    }

    /// <summary>Stays until somebody has read it.</summary>
    public void Refused(string text) => Add(new(text, Failed: true));

    public void Dismiss(Toast toast)
    {
        lock (shown) if (!shown.Remove(toast)) return;
        toast.Ended.Cancel();
        Changed?.Invoke();
    }

    private Toast Add(Toast toast)
    {
        lock (shown) shown.Add(toast);
        Changed?.Invoke();
        return toast;
    }
}

public sealed record Toast(string Text, bool Failed)
{
    internal CancellationTokenSource Ended { get; } = new();
}
