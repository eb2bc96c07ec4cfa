using OpsPortal.Runbooks.Compiling.Filters.JqLanguage;

namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary>One thing that has a name, and the ones around it.</summary>
internal sealed class JqScope
{
    private JqScope(JqScope? outside, string name) => (Outside, Name) = (outside, name);

    public JqScope? Outside { get; }

    /// <summary><c>$x</c>, <c>f/1</c> or <c>*label</c>.</summary>
    public string Name { get; }

    public JqValue? Value { get; private init; }
    public JqFunction? Function { get; private init; }

    /// <summary>Of a parameter: the program given for it, which runs where the call stands.</summary>
    public JqNode? Given { get; private init; }

    public JqScope? GivenIn { get; private init; }

    public static JqScope Variable(JqScope? outside, string name, JqValue value) => new(outside, "$" + name) { Value = value };

    public static JqScope Defined(JqScope? outside, JqFunction function) => new(outside, function.Signature) { Function = function };

    public static JqScope Parameter(JqScope? outside, string name, JqNode given, JqScope? givenIn) => new(outside, name + "/0") { Given = given, GivenIn = givenIn };

    public static JqScope Label(JqScope? outside, string name) => new(outside, "*" + name);

    public static JqScope? Find(JqScope? scope, string name)
    {
        while (scope is not null && scope.Name != name) scope = scope.Outside;
        return scope;
    }
}
