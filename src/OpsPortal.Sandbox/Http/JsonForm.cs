using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Http;

/// <summary>Reads the fields of a body and collects everything that is wrong with them.</summary>
internal sealed class JsonForm(JsonObject body)
{
    private readonly List<FieldProblem> problems = [];

    public IReadOnlyList<FieldProblem> Problems => problems;

    public void Add(string field, string message, string type) => problems.Add(new($"body.{field}", message, type));

    /// <summary>Empty, with a problem, where it is missing.</summary>
    public string Text(string field)
    {
        if (body[field] is null) Add(field, "Field required", "missing");
        else if (OptionalText(field) is { } text)
        {
            if (text.Trim().Length > 0) return text;
            Add(field, "String should have at least 1 character", "string_too_short");
        }
        return "";
    }

    public string? OptionalText(string field)
    {
        if (body[field] is null) return null;
        if (body[field] is JsonValue value && value.TryGetValue(out string? text)) return text;
        Add(field, "Input should be a valid string", "string_type");
        return null;
    }

    /// <summary>The first where the field is missing.</summary>
    public string OneOf(string field, params string[] allowed)
    {
        var text = OptionalText(field) ?? allowed[0];
        if (!allowed.Contains(text)) Add(field, $"Input should be {string.Join(" or ", allowed.Select(a => $"'{a}'"))}", "enum");
        return text;
    }

    public IReadOnlyList<string> Texts(string field)
    {
        if (body[field] is null) return [];
        if (body[field] is JsonArray list && list.All(i => i is JsonValue value && value.TryGetValue(out string? _))) return [.. list.Select(i => (string)i!)];
        Add(field, "Input should be a list of strings", "list_type");
        return [];
    }
}
