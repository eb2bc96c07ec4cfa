namespace OpsPortal.Sandbox.Prometheus.Language;

internal enum TokenKind
{
    End, Identifier, MetricIdentifier, Number, Duration, Text, Keyword, Aggregator, Operator,
    LeftParenthesis, RightParenthesis, LeftBrace, RightBrace, LeftBracket, RightBracket, Comma, Colon, At, Equal, Match,
}

/// <param name="Text">As written; of a string its value.</param>
/// <param name="At">Index into the query.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int At)
{
    /// <summary>As messages about unexpected input name it.</summary>
    public string Description => Kind switch
    {
        TokenKind.End => "end of input",
        TokenKind.Identifier or TokenKind.MetricIdentifier => $"identifier \"{Text}\"",
        TokenKind.Number => $"number \"{Text}\"",
        TokenKind.Duration => $"duration \"{Text}\"",
        TokenKind.Text => $"string \"{(Text.Length > 10 ? Text[..10] + "..." : Text)}\"",
        TokenKind.Keyword => $"<{Text}>",
        TokenKind.Aggregator => $"<aggr:{Text}>",
        TokenKind.Operator => $"<op:{Text}>",
        _ => $"\"{Text}\"",
    };

    public bool Is(TokenKind kind, string text) => Kind == kind && Text.Equals(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it may stand where a label is named: words of the language may.</summary>
    public bool IsLabel => Kind is TokenKind.Identifier or TokenKind.Keyword or TokenKind.Aggregator || (Kind == TokenKind.Operator && char.IsAsciiLetter(Text[0]));
}
