using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Requests;

namespace OpsPortal.Sandbox.Api.Exec;

/// <param name="Terminal">With one, errors go to the output.</param>
internal sealed record ExecRequest(string Container, IReadOnlyList<string> Command, bool Input, bool Output, bool Error, bool Terminal)
{
    /// <exception cref="ApiError">400 without a command or without any stream.</exception>
    public static ExecRequest Of(ApiCall call, string container)
    {
        IReadOnlyList<string> command = [.. call.Http.Request.Query["command"].OfType<string>()];
        if (command.Count == 0) throw ApiError.BadRequest("you must specify at least 1 command for the container");
        var terminal = call.Flag("tty");
        var request = new ExecRequest(container, command, call.Flag("stdin"), call.Flag("stdout"), call.Flag("stderr") && !terminal, terminal);
        return request is { Input: false, Output: false, Error: false } ? throw ApiError.BadRequest("you must specify at least 1 of stdin, stdout, stderr") : request;
    }
}
