using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsPortal.Systems.Facts;

/// <summary>Facts as the API writes and reads them: durations ISO 8601, numbers as numbers, lists as arrays.</summary>
internal static class FactJson
{
    public static JsonObject Of(SystemSheet sheet)
    {
        var json = Summary(sheet);
        foreach (var rule in FactRules.All)
            json[rule.Collection] = rule.Kind == FactKind.Policy
                ? sheet.Of(rule.Kind).FirstOrDefault() is { } policy ? Of(policy) : null
                : new JsonArray([.. sheet.Of(rule.Kind).Select(Of)]);
        return json;
    }

    public static JsonObject Summary(SystemSheet sheet) => new()
    {
        ["slug"] = sheet.System.Slug,
        ["name"] = sheet.System.Name,
        ["defaultNamespace"] = sheet.System.DefaultNamespace,
        ["contactsToFillIn"] = sheet.ToFillIn,
        ["disputed"] = sheet.Disputed,
    };

    public static JsonObject Of(SystemFact fact)
    {
        var (rule, state) = (FactRules.Of(fact.Kind), fact.State);
        JsonObject json = new() { ["key"] = fact.Key };
        foreach (var field in rule.Fields) json[field.Name] = Value(field, state.Value(field.Name));
        if (fact.Kind == FactKind.Contact) json["toFillIn"] = SystemSheet.IsToFillIn(fact);
        json["byHand"] = Names(state.ByHand.Keys);
        json["disputed"] = Names(state.Disputed);
        json["gone"] = state.Gone;
        json["origins"] = new JsonArray([.. fact.Origins.Select(o => new JsonObject
        {
            ["runbook"] = o.Runbook,
            ["line"] = o.Line,
            ["address"] = o.Address,
            ["says"] = new JsonObject(rule.Fields.Where(f => o.Says.ContainsKey(f.Name)).Select(f => KeyValuePair.Create(f.Name, Value(f, o.Says[f.Name])))),
        })]);
        json["revision"] = fact.Revision;
        return json;
    }

    /// <summary>A body of PATCH or POST. Whatever is no instruction is a field.</summary>
    public static Result<FactChange> Read(JsonObject body)
    {
        Dictionary<string, string?> set = [];
        IReadOnlyList<string> useRunbook = [];
        Dictionary<string, string> choose = [];
        foreach (var (name, value) in body)
            switch (name, value)
            {
                case ("useRunbook", JsonArray fields) when fields.All(IsText):
                    useRunbook = [.. fields.Select(f => f!.GetValue<string>())];
                    break;
                case ("choose", JsonObject picks) when picks.All(p => IsText(p.Value)):
                    choose = picks.ToDictionary(p => p.Key, p => p.Value!.GetValue<string>());
                    break;
                case ("useRunbook", _):
                    return Problem.Invalid("useRunbook has to be an array of field names.", name);
                case ("choose", _):
                    return Problem.Invalid("choose has to be an object: field name to the short name of a runbook.", name);
                default:
                    var text = Text(value);
                    if (!text.Succeeded) return text.Problem with { Field = name, Detail = $"{name}: {text.Problem.Detail}" };
                    set[name] = text.Value;
                    break;
            }
        return new FactChange { Set = set, UseRunbook = useRunbook, Choose = choose };
    }

    private static Result<string> Text(JsonNode? value) => value switch
    {
        null => "",
        JsonValue one => one.GetValueKind() == System.Text.Json.JsonValueKind.String ? one.GetValue<string>() : one.ToJsonString(),
        JsonArray lines when lines.All(IsText) => string.Join('\n', lines.Select(l => l!.GetValue<string>())),
        JsonArray phases when phases.All(p => p is JsonObject) => Phases(phases),
        _ => Problem.Invalid("give a text, a number, an array of texts, or null for nothing."),
    };

    private static Result<string> Phases(JsonArray phases)
    {
        List<ChecklistPhase> read = [];
        foreach (var phase in phases.OfType<JsonObject>())
        {
            if (phase["items"] is not JsonArray items || !items.All(i => IsText(i) || (i is JsonObject o && IsText(o["text"])))) return Problem.Invalid("each phase has to have items, and each item a text.");
            read.Add(new(One(phase["name"]) ?? "", [.. items.Select(i => i is JsonObject o ? new ChecklistItem(One(o["text"])!, One(o["runbook"]), One(o["step"])) : new(One(i)!))]));
        }
        return ChecklistText.Write(read);
    }

    private static string? One(JsonNode? value) => IsText(value) ? value!.GetValue<string>().ReplaceLineEndings(" ") : null;
    private static bool IsText(JsonNode? value) => value is JsonValue one && one.GetValueKind() == System.Text.Json.JsonValueKind.String;
    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Order(StringComparer.Ordinal).Select(n => JsonValue.Create(n))]);

    private static JsonNode? Value(FieldRule field, string? stored) => (stored, field.Type) switch
    {
        (null, FieldType.Lines or FieldType.Phases) => new JsonArray(),
        (null, _) => null,
        (_, FieldType.Number or FieldType.Count) => JsonValue.Create(decimal.Parse(stored, CultureInfo.InvariantCulture)),
        (_, FieldType.Lines) => new JsonArray([.. FieldText.Lines(stored).Select(l => JsonValue.Create(l))]),
        (_, FieldType.Phases) => new JsonArray([.. ChecklistText.Read(stored).Select(p => new JsonObject
        {
            ["name"] = p.Name,
            ["items"] = new JsonArray([.. p.Items.Select(i => new JsonObject { ["text"] = i.Text, ["runbook"] = i.Runbook, ["step"] = i.Step })]),
        })]),
        _ => JsonValue.Create(stored),
    };
}
