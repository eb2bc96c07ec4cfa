using System.Text;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>A query string, values escaped; what is null is left out.</summary>
internal sealed class Query
{
    private readonly StringBuilder _text = new();

    public Query Add(string name, object? value)
    {
        if (value is not null)
            _text.Append(_text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString($"{value}"));
        return this;
    }

    public Query AddIf(bool condition, string name, string value = "true") => condition ? Add(name, value) : this;

    public override string ToString() => _text.ToString();
}
