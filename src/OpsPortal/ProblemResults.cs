using OpsPortal.Secrets;

namespace OpsPortal;

/// <summary>Problems as RFC 9457 answers.</summary>
public static class ProblemResults
{
    /// <param name="success">The answer where it succeeded; 200 with the value as JSON where null.</param>
    public static IResult ToHttp<T>(this Result<T> result, Func<T, IResult>? success = null) =>
        !result.Succeeded ? result.Problem.ToHttp() : success is null ? Results.Ok(result.Value) : success(result.Value);

    public static IResult ToHttp(this Problem problem)
    {
        var (status, title) = problem.Kind switch
        {
            ProblemKind.Invalid => (400, "That will not do"),
            ProblemKind.NotFound => (404, "Not found"),
            ProblemKind.Forbidden => (403, "Not allowed"),
            ProblemKind.Conflict => (409, "Not as things stand"),
            ProblemKind.NeedsPlan => (428, "Look at what it would do first"),
            ProblemKind.Moved => (412, "Not as it was seen"),
            _ => (503, "Not now"),
        };
        Dictionary<string, object?>? more = problem.Field is null ? null : new() { ["field"] = problem.Field };
        return new Answer(problem.Detail, status, title, more);
    }

    /// <summary>What a target said in its refusal may name a secret; the answer does not.</summary>
    private sealed class Answer(string detail, int status, string title, Dictionary<string, object?>? more) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) =>
            Results.Problem(httpContext.RequestServices.GetService<IRedactText>()?.Redact(detail) ?? detail, statusCode: status, title: title, extensions: more).ExecuteAsync(httpContext);
    }
}
