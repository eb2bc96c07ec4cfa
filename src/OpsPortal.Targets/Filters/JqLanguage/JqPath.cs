namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary>How a value was reached from the input. Only followed where somebody asks for it.</summary>
internal sealed class JqPath(JqPath? before, JqValue? key)
{
    /// <summary>The input itself.</summary>
    public static readonly JqPath Start = new(null, null);

    /// <summary>Of a value that was computed: there is no way to it.</summary>
    public static readonly JqPath Nowhere = new(null, null);

    public JqArray ToArray()
    {
        List<JqValue> keys = [];
        for (var at = this; at.Last is not null; at = at.Before!) keys.Add(at.Last);
        keys.Reverse();
        return new(keys);
    }

    private JqPath? Before => before;
    private JqValue? Last => key;
}
