namespace OpsPortal.Targets.Filters.AwkLanguage;

/// <summary><c>$0</c> and its fields; each follows when the other is changed, and no sooner than somebody asks.</summary>
internal sealed class AwkRecord(AwkMachine machine)
{
    private const int MostFields = 1_000_000;

    private readonly List<AwkValue> fields = [];
    private string whole = "";
    private bool isSplit = true;
    private bool isJoined = true;

    public void Set(string text) => (whole, isSplit, isJoined) = (text, false, true);

    public string Whole
    {
        get
        {
            if (!isJoined) whole = string.Join(machine.OutputFieldSeparator, fields.Select(f => f.ToText(machine.ConvertFormat)));
            isJoined = true;
            return whole;
        }
    }

    public int Count
    {
        get
        {
            Split();
            return fields.Count;
        }
        set
        {
            Split();
            Check(value);
            if (value < fields.Count) fields.RemoveRange(value, fields.Count - value);
            while (fields.Count < value) fields.Add(AwkValue.Read(""));
            isJoined = false;
        }
    }

    public AwkValue Get(double number)
    {
        var index = Check(number);
        if (index == 0) return AwkValue.Read(Whole);
        Split();
        return index <= fields.Count ? fields[index - 1] : AwkValue.Read("");
    }

    public void Set(double number, AwkValue value)
    {
        var index = Check(number);
        if (index == 0)
        {
            Set(value.ToText(machine.ConvertFormat));
            return;
        }
        Split();
        while (fields.Count < index) fields.Add(AwkValue.Read(""));
        fields[index - 1] = value;
        isJoined = false;
    }

    /// <summary>Splits with the separator that is valid now: it counts when the record is read.</summary>
    public void Split()
    {
        if (isSplit) return;
        isSplit = true;
        fields.Clear();
        foreach (var part in machine.SplitFields(whole)) fields.Add(AwkValue.Read(part));
    }

    private static int Check(double number) => number switch
    {
        < 0 => throw new FilterException($"awk: there is no field {number:0}."),
        > MostFields => throw new FilterException($"awk: there are no more than {MostFields} fields in a line."),
        double.NaN => 0,
        _ => (int)number,
    };
}
