using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling.Web;

/// <summary>PromQL on its own in a fence: asked of the environment's Prometheus.</summary>
internal static class PromQlCompiler
{
    /// <summary>Null where the statement is in another language.</summary>
    public static CompiledCommand? Compile(Statement statement, CommandContext context) =>
        statement is Query { Language: "promql" } query && query.Text.Trim() is { Length: > 0 } text
            ? new(StepMode.Native, new PrometheusQuery { Query = context.Parameters.Take(text) }, Risk.Read, null)
            : null;
}
