namespace OpsPortal.Runbooks.Actions;

/// <summary>An action that runs one program in a container.</summary>
public interface IProgramInContainer
{
    /// <summary>The same with more arguments behind its own: a prompt that is to say something and end.</summary>
    StepAction With(IReadOnlyList<string> arguments);
}
