namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary>An error that the program can catch.</summary>
internal sealed class JqException(JqValue value) : Exception
{
    public JqException(string message) : this(JqValue.Of(message))
    {
    }

    public JqValue Value => value;

    public override string Message => value is JqString text ? text.Value : $"(not a string): {JqWriter.Compact(value)}";
}

/// <summary><c>break</c>.</summary>
internal sealed class JqBreakException(object label) : Exception
{
    public object Label => label;
}
