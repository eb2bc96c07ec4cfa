using Markdig.Syntax;
using OpsPortal.Runbooks.Compiling;
using OpsPortal.Runbooks.Diagnostics;
using OpsPortal.Runbooks.Expectations;
using OpsPortal.Runbooks.Markdown.Steps;

namespace OpsPortal.Runbooks.Markdown;

/// <summary>Walks a document once, from top to bottom, and collects what it means.</summary>
internal sealed partial class DocumentReader(string text)
{
    private readonly SectionList sections = new();
    private readonly StepBook steps = new();
    private readonly SeverityRules severities = new();
    private readonly List<Checklist> checklists = [];
    private readonly List<AlertLink> alerts = [];
    private readonly List<Diagnostic> diagnostics = [];
    private Lead? lead;

    /// <summary>What was said right above the block that is read now: the title of a single command, or the announcement of its output.</summary>
    /// <param name="Unsaid">Prose that becomes that title, or is shown after all where it does not.</param>
    private sealed record Lead(string Title, bool AnnouncesOutput, Prose? Unsaid);

    public string? Title { get; private set; }
    public IReadOnlyList<Section> Sections => sections.All;
    public StepBook Steps => steps;
    public IReadOnlyList<Checklist> Checklists => checklists;
    public IReadOnlyList<AlertLink> Alerts => alerts;
    public IReadOnlyList<SeverityRule> Severities => severities.All;
    public IEnumerable<Diagnostic> Diagnostics => diagnostics.Concat(severities.Diagnostics);

    public void Read(MarkdownDocument document)
    {
        if (document.GetData(Nesting.ExceededOn) is int line)
            diagnostics.Add(new(DiagnosticSeverity.Warning, DiagnosticCodes.NestedTooDeeply,
                "Lists and quotes stand too deep in each other here; what is deeper is read as plain text. Use headings instead.", line + 1));
        ReadBlocks(document, 0, null, 0);
        Settle();
    }

    private void ReadBlocks(ContainerBlock container, int from, string? phase, int depth)
    {
        for (var i = from; i < container.Count; i++)
            switch (container[i])
            {
                case HeadingBlock heading when depth == 0: ReadHeading(heading); break;
                case ParagraphBlock paragraph: ReadParagraph(paragraph, depth == 0); break;
                case CodeBlock code: ReadCode(code); break;
                case ListBlock list: ReadList(list, i + 1 < container.Count ? container[i + 1] : null, phase, depth + 1); break;
                case QuoteBlock quote when HasWork(quote): ReadBlocks(quote, 0, phase, depth + 1); break;
                case ThematicBreakBlock: Settle(); break;
                case var other: Say(other); break;
            }
    }

    private void ReadHeading(HeadingBlock heading)
    {
        Settle();
        var words = InlineText.Plain(MarkdownBlocks.Text(heading));
        var line = heading.Line + 1;
        var first = Title is null;
        Title ??= words.Length > 0 ? words : null;
        severities.Heading(words, line);
        if (!first || heading.Level > 1) sections.Open(words, heading.Level, line);
    }

    private void ReadParagraph(ParagraphBlock paragraph, bool outermost)
    {
        var content = MarkdownBlocks.Text(paragraph);
        var line = paragraph.Line + 1;
        if (MarkdownTable.Of(content, line) is { } table)
        {
            Say(paragraph);
            ReadTable(table);
            return;
        }

        var label = Label.Of(content) is { Alone: true } alone && !content.Contains('\n') ? alone.Text : null;
        var words = label ?? InlineText.Plain(content);
        if (ExpectationText.Announces(LastSentence(words)) && !States(words, content)) Announce(new(words, true, ProseOf(paragraph)));
        else if (label is not null && outermost && IsHeading(label)) OpenLabelled(label, line);
        else if (label is not null) Announce(new(label, false, ProseOf(paragraph)));
        else
        {
            Say(paragraph);
            Expect(content, line);
            foreach (var command in InlineCommand.In(content)) AddInline(command, line);
            if (Introduces(words)) lead = new(LastSentence(words), false, null);
        }
    }

    private void OpenLabelled(string label, int line)
    {
        Settle();
        sections.OpenLabelled(label, line);
        // "Diagnosis" says what the section is for, "Check the queue" what its command does
        if (label.Contains(' ') || SectionRoles.Of(label) is SectionRole.Other) lead = new(label, false, null);
    }

    private void ReadCode(CodeBlock code)
    {
        var content = MarkdownBlocks.Text(code);
        var line = code.Lines.Count > 0 ? code.Lines.Lines[0].Line + 1 : code.Line + 1;
        var language = FenceLanguage.Of((code as FencedCodeBlock)?.Info);
        if (lead is { AnnouncesOutput: true } && !FenceLanguage.HasCommand(content)
            && steps.Expect(sections.Id, ExpectationText.OfOutput(content, language, line)))
        {
            lead = null;
            return;
        }
        var commands = FenceLanguage.ForCommands(language, content) is { } read ? FenceReader.Read(content, read, line) : [];
        if (commands.Count == 0)
        {
            Settle();
            sections.Add(new Listing(code.Line + 1, language, content));
            return;
        }

        if (commands is [{ Expectation: null } single] && lead is { AnnouncesOutput: false } before && ExpectationText.Foretells(before.Title))
            commands = [single with { Expectation = ExpectationReader.Read(ExpectationText.Foretold(before.Title), line) }];
        var title = commands.Count == 1 && commands[0].Title is null && lead is { AnnouncesOutput: false } ? lead.Title : null;
        if (title is null) Settle();
        lead = null;
        foreach (var command in commands) sections.Add(steps.Add(command, sections.Id, title));
    }

    private void ReadTable(MarkdownTable table)
    {
        if (AlertTable.Is(table)) alerts.AddRange(AlertTable.Read(table));
        else if (SeverityTable.Is(table))
            foreach (var rule in SeverityTable.Read(table)) severities.Add(rule);

        var expected = table.Column("expect", "healthy", "should");
        foreach (var row in table.Rows)
            for (var column = 0; column < row.Cells.Count; column++)
                foreach (var command in InlineCommand.In(row.Cells[column]))
                {
                    AddInline(column > 0 ? command with { Title = InlineText.Plain(row.Cells[0]) } : command, row.Line);
                    if (InlineText.Unemphasized(row[expected]) is { Length: > 0 } words) steps.Expect(sections.Id, ExpectationReader.Read(words, row.Line));
                }
    }

    private void AddInline(InlineCommand command, int line)
    {
        foreach (var found in FenceReader.Read(command.Code, command.Language, line + command.LineOffset))
            sections.Add(steps.Add(found, sections.Id, command.Title.Length > 0 ? command.Title : null));
    }

    private void Expect(string content, int line)
    {
        // backticks stay: what stands in them is meant literally
        if (ExpectationText.MayState(content) && ExpectationText.Stated(InlineText.Unemphasized(content)) is { } stated) steps.Expect(sections.Id, ExpectationReader.Read(stated, line));
    }

    /// <summary>"You should see three pods." says it all; "You should see:" only announces it.</summary>
    private static bool States(string words, string content) => !words.EndsWith(':') && ExpectationText.Stated(InlineText.Unemphasized(content)) is not null;

    private void Announce(Lead next)
    {
        Settle();
        lead = next;
    }

    /// <summary>Shows the block as it is.</summary>
    private void Say(Markdig.Syntax.Block block)
    {
        Settle();
        sections.Add(ProseOf(block));
    }

    /// <summary>Shows what was held back as a possible title and did not become one.</summary>
    private void Settle()
    {
        if (lead?.Unsaid is { } prose) sections.Add(prose);
        lead = null;
    }

    private Prose ProseOf(Markdig.Syntax.Block block) =>
        new(block.Line + 1, Dedent(text.Substring(block.Span.Start, Math.Max(0, Math.Min(block.Span.Length, text.Length - block.Span.Start))), block.Column));

    private static string Dedent(string markdown, int column)
    {
        if (column == 0 || !markdown.Contains('\n')) return markdown.TrimEnd();
        var lines = markdown.Split('\n');
        for (var i = 1; i < lines.Length; i++)
        {
            var blank = lines[i].AsSpan().IndexOfAnyExcept(' ', '\t');
            lines[i] = lines[i][Math.Min(column, blank < 0 ? lines[i].Length : blank)..];
        }
        return string.Join('\n', lines).TrimEnd();
    }

    private static bool Introduces(string words) => words.EndsWith(':') || (words.Length <= 80 && !words.TrimEnd('.').Contains(". "));

    private static string LastSentence(string words)
    {
        var start = words.LastIndexOf(". ", StringComparison.Ordinal);
        return (start < 0 ? words : words[(start + 2)..]).TrimEnd(':', ' ');
    }

    /// <summary>A short bold line is a heading; a sentence in bold, or a warning, is a sentence.</summary>
    private static bool IsHeading(string label) =>
        label.Length <= 80 && label[^1] is not ('.' or '!' or ',')
        && !label.StartsWith("note", StringComparison.OrdinalIgnoreCase) && !label.StartsWith("warning", StringComparison.OrdinalIgnoreCase)
        && !label.StartsWith("important", StringComparison.OrdinalIgnoreCase) && !label.StartsWith("caution", StringComparison.OrdinalIgnoreCase);
}
