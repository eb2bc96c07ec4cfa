namespace OpsPortal.Targets.Kubernetes;

/// <summary>A kubeconfig cannot be used. The message says why and what to do.</summary>
public sealed class KubeconfigException(string message) : Exception(message);
