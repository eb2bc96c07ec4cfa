namespace OpsPortal.Runbooks.Compiling.Filters.Patterns;

/// <summary>What a backslash before a letter such as <c>n</c> or <c>t</c> means.</summary>
internal enum PatternEscapes
{
    /// <summary>Nothing; grep.</summary>
    None,

    /// <summary>A control character, in brackets too; there a backslash before anything else stands for itself.</summary>
    Sed,

    /// <summary>As before, and in brackets too a backslash takes the meaning from any character.</summary>
    Awk,
}

internal static class EscapedCharacter
{
    /// <summary>The control character that the letter behind a backslash means; null for any other.</summary>
    public static char? Of(char letter) => letter switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'f' => '\f', 'v' => '\v', 'a' => '\a', _ => null };
}
