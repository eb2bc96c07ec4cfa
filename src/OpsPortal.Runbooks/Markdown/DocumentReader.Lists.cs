using Markdig.Syntax;
using OpsPortal.Runbooks.Markdown.Facts;

namespace OpsPortal.Runbooks.Markdown;

internal sealed partial class DocumentReader
{
    private void ReadList(ListBlock list, Markdig.Syntax.Block? next, string? phase, int depth)
    {
        foreach (var item in list)
            if (Opening(item) is { } paragraph)
                severities.Item(MarkdownBlocks.Text(paragraph), paragraph.Line + 1);

        if (list.Any(IsTask)) ReadChecklist(list, phase, depth);
        else if (IsProse(list)) Say(list);
        else
            for (var i = 0; i < list.Count; i++)
                ReadItem((ListItemBlock)list[i], list.IsOrdered, i + 1 == list.Count ? next : null, depth);
    }

    private void ReadItem(ListItemBlock item, bool ordered, Markdig.Syntax.Block? next, int depth)
    {
        if (Opening(item) is not { } opening)
        {
            ReadBlocks(item, 0, null, depth);
            return;
        }

        var content = MarkdownBlocks.Text(opening);
        var line = opening.Line + 1;
        var commands = InlineCommand.In(content);
        if (commands.Count > 0)
        {
            if (commands.Count == 1 && content.EndsWith('`')) Settle();
            else Say(opening);
            foreach (var command in commands) AddInline(command, line);
            ReadBlocks(item, 1, null, depth);
            return;
        }

        var words = InlineText.Plain(content);
        var label = Label.Of(content) is { Alone: true } alone ? alone.Text : null;
        var title = (label ?? words).TrimEnd(':', ' ');
        if (HasWork(item))
        {
            if (HasTasks(item)) Settle();
            else Announce(new(title, false, ProseOf(opening)));
            ReadBlocks(item, 1, title, depth);
        }
        else if (next is CodeBlock && item.Count == 1 && (label is not null || words.EndsWith(':')))
            // the fence of this item was not indented
            Announce(new(title, false, ProseOf(opening)));
        else if (ordered && title.Length > 0)
        {
            Settle();
            sections.Add(steps.Add(title, words, line, sections.Id));
            ReadBlocks(item, 1, null, depth);
        }
        else
        {
            Say(item);
            Expect(content, line);
        }
    }

    private void ReadChecklist(ListBlock list, string? phase, int depth)
    {
        phase ??= lead?.Title ?? sections.Heading ?? Title ?? "";
        Settle();
        List<string> items = [];
        foreach (var item in list) Collect(item, items);
        sections.Add(new ChecklistPlace(list.Line + 1, checklists.Count));
        checklists.Add(new(phase, list.Line + 1, items));

        foreach (var item in list)
        {
            if (Opening(item) is { } opening)
                foreach (var command in InlineCommand.In(Unboxed(opening))) AddInline(command, opening.Line + 1);
            foreach (var block in ((ListItemBlock)item).Skip(1))
                if (block is not ListBlock nested) ReadRest(block);
                else if (!nested.Any(IsTask)) ReadList(nested, null, phase, depth + 1);
        }
    }

    private void ReadRest(Markdig.Syntax.Block block)
    {
        if (block is CodeBlock code) ReadCode(code);
        else Say(block);
    }

    /// <summary>Boxes in boxes make one list.</summary>
    private static void Collect(Markdig.Syntax.Block item, List<string> items)
    {
        if (Opening(item) is { } opening) items.Add(InlineText.Plain(Unboxed(opening)));
        foreach (var nested in ((ListItemBlock)item).OfType<ListBlock>().Where(l => l.Any(IsTask)))
            foreach (var inner in nested) Collect(inner, items);
    }

    /// <summary>Lists that say something but ask for nothing: bullets without commands, definitions of severities,
    /// contacts, and numbered lists under headings that only inform.</summary>
    private bool IsProse(ListBlock list) => !list.Any(HasWork) && (
        !list.IsOrdered
        || sections.Role is SectionRole.Overview or SectionRole.Reference or SectionRole.Contacts or SectionRole.Symptoms or SectionRole.Impact
        || list.All(i => Opening(i) is { } opening && SeverityRules.Defines(MarkdownBlocks.Text(opening)))
        || ContactForm.Announced(sections.Heading) && list.All(i => Opening(i) is { } opening && ContactForm.Of(MarkdownBlocks.Text(opening)) is not null));

    private static ParagraphBlock? Opening(Markdig.Syntax.Block item) => item is ListItemBlock { Count: > 0 } list ? list[0] as ParagraphBlock : null;

    private static bool IsTask(Markdig.Syntax.Block item) =>
        Opening(item) is { } opening && MarkdownBlocks.Text(opening) is ['[', ' ' or 'x' or 'X', ']', ' ', ..];

    private static string Unboxed(ParagraphBlock paragraph) =>
        MarkdownBlocks.Text(paragraph) is ['[', _, ']', ' ', .. var words] ? words : MarkdownBlocks.Text(paragraph);

    private static bool HasTasks(ListItemBlock item) => item.OfType<ListBlock>().Any(l => l.Any(IsTask));

    /// <summary>Whether there is a command or a box to tick anywhere inside.</summary>
    private static bool HasWork(Markdig.Syntax.Block block) => block switch
    {
        CodeBlock code => FenceLanguage.ForCommands(FenceLanguage.Of((code as FencedCodeBlock)?.Info), MarkdownBlocks.Text(code)) is not null,
        ListItemBlock item when IsTask(item) => true,
        ParagraphBlock paragraph => MarkdownBlocks.Text(paragraph) is var content && content.Contains('`') && InlineCommand.In(content).Count > 0,
        ContainerBlock container => container.Any(HasWork),
        _ => false,
    };
}
