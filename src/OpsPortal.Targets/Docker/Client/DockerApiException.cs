namespace OpsPortal.Targets.Docker.Client;

/// <summary>The Engine refused a request.</summary>
/// <param name="message">What it said, without the words that docker puts in front.</param>
/// <param name="status">HTTP status.</param>
internal sealed class DockerApiException(string message, int status) : Exception(message)
{
    public int Status => status;

    /// <summary>As docker prints it.</summary>
    public string Spoken => $"Error response from daemon: {Message}";
}
