namespace OpsPortal.Sandbox.Http;

/// <summary>The HTTP API of one of the systems.</summary>
internal interface ISystemApi
{
    /// <summary>Answered even in maintenance, and never with an error by chance.</summary>
    bool IsHealth(string path);

    ServiceAnswer Answer(ServiceRequest request, Backend backend);
}
