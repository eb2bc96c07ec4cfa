using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Requests;

namespace OpsPortal.Sandbox.Api.Access;

/// <summary>Questions about rights; they are answered and not kept. About itself every caller may ask, about others those who are allowed to.</summary>
internal static class Reviews
{
    public static bool Answers(string kind) => kind is "SelfSubjectAccessReview" or "SelfSubjectRulesReview" or "SelfSubjectReview";

    /// <summary>A question about somebody else needs a right of its own.</summary>
    public static bool AnswersOfOthers(string kind) => kind == "SubjectAccessReview";

    public static async Task HandleAsync(ApiCall call)
    {
        var review = await RequestBody.ReadObjectAsync(call.Http.Request, call.Cancellation);
        review["apiVersion"] = call.Type.ApiVersion;
        review["kind"] = call.Type.Kind;
        review.Child("metadata");
        review["status"] = call.Type.Kind switch
        {
            "SelfSubjectAccessReview" => Access(call, review, call.Caller),
            "SubjectAccessReview" => Access(call, review, new Caller(review.Text("spec.user") ?? "", [.. review.Texts("spec.groups")])),
            "SelfSubjectRulesReview" => Rules(call, review),
            _ => new JsonObject { ["userInfo"] = new JsonObject { ["username"] = call.Caller.Name, ["groups"] = new JsonArray([.. call.Caller.Groups]) } },
        };
        await Answer.WriteAsync(call.Http, 201, review);
    }

    private static JsonObject Access(ApiCall call, JsonObject review, Caller caller)
    {
        if (review.At("spec.resourceAttributes") is not JsonObject asked)
            return new JsonObject { ["allowed"] = caller.IsMaster || review.Text("spec.nonResourceAttributes.verb") == "get" };
        var resource = asked.Text("resource") + (asked.Text("subresource") is { Length: > 0 } sub ? "/" + sub : "");
        var question = new AccessQuestion(asked.Text("verb") ?? "", asked.Text("group") ?? "", resource,
            asked.Text("namespace") is { Length: > 0 } ns ? ns : null, asked.Text("name"));
        var allowed = call.Parts.Authorizer.Allows(caller, question);
        return allowed
            ? new JsonObject { ["allowed"] = true }
            : new JsonObject { ["allowed"] = false, ["reason"] = question.Refusal(caller) };
    }

    private static JsonObject Rules(ApiCall call, JsonObject review)
    {
        JsonObject[] rules = call.Caller.IsMaster
            ? [new() { ["verbs"] = new JsonArray("*"), ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*") }]
            : [.. call.Parts.Authorizer.Rules(call.Caller, review.Text("spec.namespace")).Select(r => r.Copy())];
        return new JsonObject { ["resourceRules"] = new JsonArray([.. rules]), ["nonResourceRules"] = new JsonArray(), ["incomplete"] = false };
    }
}
