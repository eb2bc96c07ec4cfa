namespace OpsPortal.Sandbox.Prometheus.Evaluation;

/// <summary>Operators on two numbers.</summary>
internal static class Arithmetic
{
    /// <summary>The result, and whether a comparison holds: then the result is the left number.</summary>
    public static (double Value, bool Keep) Of(string name, double left, double right) => name switch
    {
        "+" => (left + right, true),
        "-" => (left - right, true),
        "*" => (left * right, true),
        "/" => (left / right, true),
        "%" => (left % right, true),
        "^" => (Math.Pow(left, right), true),
        "atan2" => (Math.Atan2(left, right), true),
        "==" => (left, left == right),
        "!=" => (left, left != right),
        "<" => (left, left < right),
        ">" => (left, left > right),
        "<=" => (left, left <= right),
        _ => (left, left >= right),
    };
}
