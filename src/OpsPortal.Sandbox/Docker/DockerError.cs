namespace OpsPortal.Sandbox.Docker;

/// <summary>A request that the Engine refuses, in its words.</summary>
internal sealed class DockerError(int status, string message) : Exception(message)
{
    public int Status => status;

    public static DockerError NoContainer(string name) => new(404, $"No such container: {name}");
    public static DockerError NoImage(string name) => new(404, $"No such image: {(name.LastIndexOf(':') > name.LastIndexOf('/') ? name : name + ":latest")}");
    public static DockerError NotRunning(string id) => new(409, $"container {id} is not running");
}
