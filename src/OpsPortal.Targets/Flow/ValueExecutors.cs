using System.IO.Compression;
using System.Text;
using OpsPortal.Runbooks.Actions.Flow;

namespace OpsPortal.Targets.Flow;

internal sealed class ValueSetExecutor : FlowExecutor<ValueSet>
{
    protected override async Task<ActionOutcome> ExecuteAsync(ValueSet action, ActionContext context, CancellationToken cancellation)
    {
        await context.Output.TextAsync(action.Text, cancellation);
        return ActionOutcome.Success($"{action.Variable} is set");
    }
}

internal sealed class ValueTextExecutor : FlowExecutor<ValueText>
{
    protected override async Task<ActionOutcome> ExecuteAsync(ValueText action, ActionContext context, CancellationToken cancellation)
    {
        var text = action.Text;
        if (action.Operation is { } operation)
        {
            if (TextOperations.Apply(text, operation, out var refused) is not { } made) return ActionOutcome.Failure(refused!);
            text = made;
        }
        if (text.Length == 0) await context.Output.OutAsync("", cancellation);
        else await context.Output.TextAsync(text, cancellation);
        return ActionOutcome.Success("printed");
    }
}

internal sealed class ValueDateExecutor : FlowExecutor<ValueDate>
{
    protected override async Task<ActionOutcome> ExecuteAsync(ValueDate action, ActionContext context, CancellationToken cancellation)
    {
        var now = action.Utc ? context.Time.GetUtcNow() : context.Time.GetLocalNow();
        var when = action.When is { } words ? DateWords.Parse(words, now) : now;
        if (when is not { } told) return ActionOutcome.Failure($"'{action.When}' is no time that is understood: write it like \"2 days ago\", \"yesterday\" or 2026-11-21.");
        await context.Output.TextAsync(DateFormat.Format(told, action.Format, action.Utc || told.Offset == TimeSpan.Zero), cancellation);
        return ActionOutcome.Success("told the time");
    }
}

internal sealed class ValueArithmeticExecutor : FlowExecutor<ValueArithmetic>
{
    protected override async Task<ActionOutcome> ExecuteAsync(ValueArithmetic action, ActionContext context, CancellationToken cancellation)
    {
        if (Arithmetic.Evaluate(action.Expression, out var refused) is not { } value) return ActionOutcome.Failure($"$(({action.Expression})) cannot be calculated: {refused}.");
        await context.Output.OutAsync(value.ToString(System.Globalization.CultureInfo.InvariantCulture), cancellation);
        return ActionOutcome.Success("calculated");
    }
}

/// <summary>A condition that does not hold is no failure, it only holds up what stands behind <c>&amp;&amp;</c>.</summary>
internal sealed class ValueTestExecutor : FlowExecutor<ValueTest>
{
    protected override async Task<ActionOutcome> ExecuteAsync(ValueTest action, ActionContext context, CancellationToken cancellation)
    {
        var shown = string.Join(' ', action.Words.Select(w => w.Length == 0 ? "\"\"" : w));
        try
        {
            var holds = await new TestExpression(action.Words, action.Extended, context.Files).EvaluateAsync(cancellation);
            return holds ? ActionOutcome.Success($"{shown}: yes") : ActionOutcome.Success($"{shown}: no") with { NothingMatched = true };
        }
        catch (TestSyntaxException refused)
        {
            return ActionOutcome.Failure($"The condition {shown} cannot be checked: {refused.Message}.", 2);
        }
    }
}

/// <summary>Prints files line by line. A name with <c>*</c>, <c>?</c> or <c>[…]</c> means all that match.</summary>
internal sealed class FileReadExecutor : FlowExecutor<FileRead>
{
    protected override async Task<ActionOutcome> ExecuteAsync(FileRead action, ActionContext context, CancellationToken cancellation)
    {
        List<string> names = [];
        foreach (var name in action.Names)
            if (name.AsSpan().IndexOfAny("*?[") >= 0 && await context.Files.MatchAsync(name, cancellation) is { Count: > 0 } matches) names.AddRange(matches);
            else names.Add(name);
        foreach (var name in names)
        {
            await using var stream = await context.Files.OpenAsync(name, cancellation);
            if (stream is null)
                return ActionOutcome.Failure($"There is no file {name}. It has to come with the runbook, be attached to the step, or be made by an earlier step.");
            try
            {
                await PrintAsync(stream, action.Decompress, context.Output, cancellation);
            }
            catch (InvalidDataException)
            {
                return ActionOutcome.Failure($"{name} is not in gzip format.");
            }
        }
        return ActionOutcome.Success($"read {string.Join(" and ", names)}");
    }

    private static async Task PrintAsync(Stream stream, bool decompress, IOutput output, CancellationToken cancellation)
    {
        await using var unpacked = decompress ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true) : null;
        using var reader = new StreamReader(unpacked ?? stream, Encoding.UTF8, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellation) is { } line) await output.OutAsync(line, cancellation);
    }
}
