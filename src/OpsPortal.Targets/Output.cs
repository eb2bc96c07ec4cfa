namespace OpsPortal.Targets;

/// <summary>Where a line came from. <see cref="Note"/> is the portal speaking, e.g. "12 events could not be read: forbidden".</summary>
public enum OutputStream { Out, Error, Note }

/// <summary>Takes an action's output, line by line. Implementations redact, number and store; a slow one slows the action down.</summary>
public interface IOutput
{
    /// <param name="line">Without its line end. May hold ANSI colours.</param>
    ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation);
}
