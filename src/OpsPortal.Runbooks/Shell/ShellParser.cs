namespace OpsPortal.Runbooks.Shell;

/// <summary>
/// Reads shell text into statements. Total: any text gives statements, never an exception, in time linear in its length.
/// Together the statements cover every character that is neither blank nor part of a comment exactly once.
/// </summary>
public static class ShellParser
{
    public static IReadOnlyList<Statement> Parse(string text) => new StatementReader(text).All();
}
