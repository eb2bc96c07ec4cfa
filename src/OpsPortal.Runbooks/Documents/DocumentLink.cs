namespace OpsPortal.Runbooks.Documents;

/// <summary>An address in the text.</summary>
/// <param name="Text">The link's text; for a bare address what is said before it ("Grafana").</param>
/// <param name="Target">As written.</param>
public sealed record DocumentLink(string Text, string Target, LinkKind Kind, int Line);

/// <summary>Runbook: another Markdown document beside this one. Url: a page elsewhere. Section: a heading of this document. File: anything else.</summary>
public enum LinkKind { Runbook, Url, Section, File }
