using System.Text;
using OpsPortal.Sandbox.Api.Types;

namespace OpsPortal.Sandbox.Api.Discovery;

/// <summary>OpenAPI v2 in gnostic's protobuf form (openapi.v2.Document), which is all that kubectl before 1.27 reads.</summary>
internal static class OpenApiProtobuf
{
    public static byte[] Document(ServedTypes types, IReadOnlyList<string> parameters) => Message(
        (1, Text("2.0")),
        (2, Message((1, Text("Kubernetes")), (2, Text(ServerVersion.Text)))),
        (8, Message([.. types.All.Where(t => t.Verbs.Contains("patch")).Select(t => (2, Path(t, parameters)))])));

    /// <summary>NamedPathItem { name, value: PathItem { patch: Operation } }.</summary>
    private static byte[] Path(ServedType served, IReadOnlyList<string> parameters) => Message(
        (1, Text(OpenApiHandler.PathOf(served))),
        (2, Message((8, Message([.. parameters.Select(p => (8, Parameter(p))), (13, Kind(served))])))));

    /// <summary>ParametersItem { parameter { non_body_parameter { query_parameter_sub_schema { in, name, type } } } }.</summary>
    private static byte[] Parameter(string name) =>
        Message((1, Message((2, Message((3, Message((2, Text("query")), (4, Text(name)), (6, Text("string")))))))));

    /// <summary>NamedAny { name, value: Any { yaml } }.</summary>
    private static byte[] Kind(ServedType served) => Message(
        (1, Text("x-kubernetes-group-version-kind")),
        (2, Message((2, Text($"group: \"{served.Type.Group}\"\nkind: {served.Type.Kind}\nversion: {served.Type.Version}\n")))));

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Every field used here is length-delimited (wire type 2).</summary>
    private static byte[] Message(params (int Number, byte[] Value)[] fields)
    {
        using var bytes = new MemoryStream();
        foreach (var (number, value) in fields)
        {
            bytes.WriteByte((byte)(number << 3 | 2));
            var length = (uint)value.Length;
            for (; length > 127; length >>= 7) bytes.WriteByte((byte)(length | 128));
            bytes.WriteByte((byte)length);
            bytes.Write(value);
        }
        return bytes.ToArray();
    }
}
