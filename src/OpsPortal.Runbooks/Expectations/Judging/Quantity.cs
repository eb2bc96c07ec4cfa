using System.Globalization;

namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary>Numbers with units. Two can be compared where both measure the same thing.</summary>
internal static class Quantity
{
    /// <summary>-1, 0 or 1; null where the units differ in kind, or where a result would depend on whether a kilobyte has 1000 or 1024 bytes.</summary>
    public static int? Compare(double left, string? leftUnit, double right, string? rightUnit)
    {
        if (leftUnit == rightUnit) return left.CompareTo(right);
        if (Of(leftUnit) is not { } from || Of(rightUnit) is not { } to || from.Kind != to.Kind) return null;
        var (decimalResult, binaryResult) = ((left * from.Decimal).CompareTo(right * to.Decimal), (left * from.Binary).CompareTo(right * to.Binary));
        return decimalResult == binaryResult ? decimalResult : null;
    }

    public static string Shown(double value, string? unit)
    {
        var number = value.ToString("0.######", CultureInfo.InvariantCulture);
        return unit is null ? number : unit == "%" ? $"{number}%" : $"{number} {unit.Trim()}";
    }

    private static (string Kind, double Decimal, double Binary)? Of(string? unit) => unit?.Trim() switch
    {
        null or "" => ("number", 1, 1),
        "%" or "percent" => ("percent", 1, 1),
        "ns" => ("time", 1e-9, 1e-9),
        "us" or "µs" => ("time", 1e-6, 1e-6),
        "ms" => ("time", 1e-3, 1e-3),
        "s" or "sec" or "secs" or "second" or "seconds" => ("time", 1, 1),
        "min" or "mins" or "minute" or "minutes" => ("time", 60, 60),
        "h" or "hr" or "hrs" or "hour" or "hours" => ("time", 3600, 3600),
        "d" or "day" or "days" => ("time", 86400, 86400),
        "B" or "byte" or "bytes" => ("bytes", 1, 1),
        "kB" or "KB" => ("bytes", 1e3, 1024),
        "MB" => ("bytes", 1e6, Math.Pow(1024, 2)),
        "GB" => ("bytes", 1e9, Math.Pow(1024, 3)),
        "TB" => ("bytes", 1e12, Math.Pow(1024, 4)),
        "KiB" or "Ki" => ("bytes", 1024, 1024),
        "MiB" or "Mi" => ("bytes", Math.Pow(1024, 2), Math.Pow(1024, 2)),
        "GiB" or "Gi" => ("bytes", Math.Pow(1024, 3), Math.Pow(1024, 3)),
        "TiB" or "Ti" => ("bytes", Math.Pow(1024, 4), Math.Pow(1024, 4)),
        "rps" or "req/s" or "req/sec" or "requests/s" or "requests/sec" or "requests/second" or "/s" or "/sec" => ("rate", 1, 1),
        // "m" is a minute, or a thousandth of a processor
        _ => null,
    };
}
