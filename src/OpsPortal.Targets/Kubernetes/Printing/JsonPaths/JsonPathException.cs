namespace OpsPortal.Targets.Kubernetes.Printing.JsonPaths;

/// <summary>A template that cannot be understood, or does not fit the object; worded as kubectl words it.</summary>
public sealed class JsonPathException(string message) : Exception(message);
