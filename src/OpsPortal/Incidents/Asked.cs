namespace OpsPortal.Incidents;

/// <summary>Which question an incident's page asks at the moment.</summary>
public enum Asked { Nothing, Status, Severity, Facts, Link, Person, Runbook, Help }
