using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Docker.Templates;

/// <summary>
/// Go's text/template as <c>--format</c> takes it: fields, <c>range</c>, <c>if</c>, <c>with</c>, variables, pipes, comparisons, and docker's own
/// functions (<c>json</c>, <c>join</c>, <c>upper</c>, …). Definitions of further templates are left out.
/// </summary>
internal sealed class GoTemplate
{
    private readonly IReadOnlyList<TemplateNode> nodes;

    private GoTemplate(IReadOnlyList<TemplateNode> nodes) => this.nodes = nodes;

    /// <exception cref="GoTemplateException">It is none.</exception>
    public static GoTemplate Parse(string text) => new(new TemplateParser(text).All());

    /// <exception cref="GoTemplateException">It asks for something that is not there.</exception>
    public string Fill(JsonNode? data) => new TemplateRun(data).Of(nodes);
}

/// <summary>A template that cannot be read or filled; the message is docker's.</summary>
internal sealed class GoTemplateException(string message) : Exception(message);

internal abstract record TemplateNode;
internal sealed record TextNode(string Text) : TemplateNode;

/// <param name="Variable">What the value is kept as, with its dollar sign; then nothing is printed.</param>
internal sealed record ValueNode(Pipe Pipe, string? Variable = null) : TemplateNode;
internal sealed record IfNode(Pipe Condition, IReadOnlyList<TemplateNode> Then, IReadOnlyList<TemplateNode> Otherwise, bool With) : TemplateNode;
internal sealed record RangeNode(string? Key, string? Value, Pipe Over, IReadOnlyList<TemplateNode> Each, IReadOnlyList<TemplateNode> None) : TemplateNode;

/// <summary>Commands, each given the value of the one before as its last argument.</summary>
internal sealed record Pipe(IReadOnlyList<IReadOnlyList<Operand>> Commands);

internal abstract record Operand;
internal sealed record ConstantOperand(JsonNode? Value) : Operand;
internal sealed record FunctionOperand(string Name) : Operand;

/// <param name="Root">Null for the dot, else a variable.</param>
internal sealed record FieldOperand(string? Root, IReadOnlyList<string> Path, string Text) : Operand;

/// <param name="Path">Fields of its value.</param>
internal sealed record NestedOperand(Pipe Pipe, IReadOnlyList<string> Path) : Operand;
