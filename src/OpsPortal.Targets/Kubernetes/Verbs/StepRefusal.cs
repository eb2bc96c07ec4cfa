namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>The step cannot be done as it is asked; the message says why and what to do, and becomes the outcome.</summary>
internal sealed class StepRefusal(string message) : Exception(message);
