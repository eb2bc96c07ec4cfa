namespace OpsPortal.Runbooks.Risks;

/// <summary>The text of a whole command, and what is told by it as a whole; asked often, found out once.</summary>
internal sealed class CommandText(string text)
{
    private static readonly string[] BackupWords = ["backup", "dump", "restore", ".gz", ".bak", "snapshot"];

    private bool? namesBackup;

    public string Text => text;

    public bool NamesBackup => namesBackup ??= BackupWords.Any(w => text.Contains(w, StringComparison.OrdinalIgnoreCase));
}
