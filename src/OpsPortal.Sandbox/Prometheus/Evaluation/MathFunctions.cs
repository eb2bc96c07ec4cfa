namespace OpsPortal.Sandbox.Prometheus.Evaluation;

/// <summary>Functions of each sample's value.</summary>
internal static class MathFunctions
{
    private static readonly Dictionary<string, Func<double, double>> Simple = new()
    {
        ["abs"] = Math.Abs,
        ["ceil"] = Math.Ceiling,
        ["floor"] = Math.Floor,
        ["exp"] = Math.Exp,
        ["ln"] = Math.Log,
        ["log2"] = Math.Log2,
        ["log10"] = Math.Log10,
        ["sqrt"] = Math.Sqrt,
        ["sgn"] = v => v > 0 ? 1 : v < 0 ? -1 : v,
        ["deg"] = v => v * 180 / Math.PI,
        ["rad"] = v => v * Math.PI / 180,
        ["sin"] = Math.Sin,
        ["cos"] = Math.Cos,
        ["tan"] = Math.Tan,
        ["asin"] = Math.Asin,
        ["acos"] = Math.Acos,
        ["atan"] = Math.Atan,
        ["sinh"] = Math.Sinh,
        ["cosh"] = Math.Cosh,
        ["tanh"] = Math.Tanh,
        ["asinh"] = Math.Asinh,
        ["acosh"] = Math.Acosh,
        ["atanh"] = Math.Atanh,
        ["minute"] = v => Moment(v).Minute,
        ["hour"] = v => Moment(v).Hour,
        ["day_of_week"] = v => (int)Moment(v).DayOfWeek,
        ["day_of_month"] = v => Moment(v).Day,
        ["day_of_year"] = v => Moment(v).DayOfYear,
        ["days_in_month"] = v => DateTime.DaysInMonth(Moment(v).Year, Moment(v).Month),
        ["month"] = v => Moment(v).Month,
        ["year"] = v => Moment(v).Year,
    };

    /// <summary>Null where the name is none of these.</summary>
    public static Func<double, double>? Find(string name) => Simple.GetValueOrDefault(name);

    /// <summary>To the nearest multiple; what lies in the middle goes up.</summary>
    public static double Round(double value, double nearest)
    {
        // By the inverse, because 1/0.1 is exact where 0.1 is not.
        var inverse = 1 / nearest;
        return Math.Floor(value * inverse + 0.5) / inverse;
    }

    public static double Clamp(double value, double least, double most) =>
        double.IsNaN(value) || double.IsNaN(least) || double.IsNaN(most) ? double.NaN : Math.Max(least, Math.Min(most, value));

    private static DateTimeOffset Moment(double seconds) =>
        seconds is > -62_135_596_800 and < 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds((long)Math.Floor(seconds)) : DateTimeOffset.UnixEpoch;
}
