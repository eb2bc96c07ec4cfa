using System.Security.Cryptography;
using System.Text.Json;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Storage;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Executions.Plans;

/// <summary>
/// What a plan stands for in 64 digits: the environment, the action with its values (secret ones aside: they are compared by themselves), and
/// every precondition. Not the wording, and not what differs by the clock alone (the body of a restart holds the time).
/// </summary>
internal static class PlanHash
{
    public static string Of(Execution draft, ActionPreview preview) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes<object[]>(
        [
            draft.EnvironmentId,
            JsonSerializer.SerializeToElement<StepAction>(draft.Action, StoredJson.Options),
            JsonSerializer.SerializeToElement(draft.Filters, StoredJson.Options),
            JsonSerializer.SerializeToElement(draft.Lookups, StoredJson.Options),
            draft.DefaultNamespace ?? "",
            preview.Preconditions.Select(p => new[] { p.Subject, p.Value }).OrderBy(p => string.Join('\n', p), StringComparer.Ordinal),
        ])));
}
