namespace OpsPortal.Systems.Facts;

/// <summary>What a system's runbooks say besides their steps.</summary>
public enum FactKind
{
    /// <summary>What holds for every incident of the system; one per system.</summary>
    Policy,
    Severity,
    Escalation,
    Contact,

    /// <summary>The name of an alert, and where it is answered.</summary>
    Alert,

    /// <summary>A metric and the values it should have.</summary>
    Check,

    /// <summary>An alert rule of Prometheus.</summary>
    Rule,
    Checklist,
    Window,

    /// <summary>A part of the system that people outside know by name.</summary>
    Component,
}
