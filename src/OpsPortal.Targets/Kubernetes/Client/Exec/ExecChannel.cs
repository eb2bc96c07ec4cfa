namespace OpsPortal.Targets.Kubernetes;

/// <summary>
/// The first byte of every message on an exec connection (Kubernetes remote command protocol, <c>v4.channel.k8s.io</c>
/// and <c>v5.channel.k8s.io</c>). v5 adds <see cref="Close"/>, whose one byte of content is the channel that ends.
/// </summary>
internal static class ExecChannel
{
    public const string V4 = "v4.channel.k8s.io";
    public const string V5 = "v5.channel.k8s.io";

    public const byte Input = 0;
    public const byte Output = 1;
    public const byte Error = 2;
    public const byte Status = 3;
    public const byte Close = 255;
}
