using System.Globalization;
using OpsPortal.Sandbox.Prometheus.Language;

namespace OpsPortal.Sandbox.Prometheus.Serving;

/// <summary>A parameter of a request cannot be used; the message is in Prometheus' words.</summary>
internal sealed class ParameterException(string message) : Exception(message)
{
    public ParameterException(string name, string problem) : this($"invalid parameter \"{name}\": {problem}")
    {
    }
}

internal static class QueryParameters
{
    /// <summary>Seconds since 1970, or RFC 3339; in milliseconds.</summary>
    /// <param name="otherwise">Where it is missing; null: it must not be.</param>
    public static long Time(ILookup<string, string> parameters, string name, long? otherwise)
    {
        var text = parameters[name].LastOrDefault() ?? "";
        if (text.Length == 0 && otherwise is { } usual) return usual;
        if (double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < 9e12) return (long)Math.Round(seconds * 1000);
        if (text.Contains('T') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return at.ToUnixTimeMilliseconds();
        throw new ParameterException(name, $"cannot parse \"{text}\" to a valid timestamp");
    }

    /// <summary>In milliseconds.</summary>
    public static long Step(ILookup<string, string> parameters)
    {
        var text = parameters["step"].LastOrDefault() ?? "";
        var step = QueryDuration.ParseLoosely(text) ?? throw new ParameterException("step", $"cannot parse \"{text}\" to a valid duration");
        return step > 0 ? step : throw new ParameterException("step", "zero or negative query resolution step widths are not accepted. Try a positive integer");
    }
}
