namespace OpsPortal;

/// <summary>What an operation came to: a value, or why not, in a sentence that a person can act on.</summary>
public sealed record Result<T>
{
    public T? Value { get; private init; }
    public Problem? Problem { get; private init; }

    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Value))]
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(false, nameof(Problem))]
    public bool Succeeded => Problem is null;

    public static implicit operator Result<T>(T value) => new() { Value = value };
    public static implicit operator Result<T>(Problem problem) => new() { Problem = problem };
}

/// <param name="Detail">What is wrong and what to do about it.</param>
/// <param name="Field">The input that is wrong, where it is one.</param>
public sealed record Problem(ProblemKind Kind, string Detail, string? Field = null)
{
    public static Problem NotFound(string detail) => new(ProblemKind.NotFound, detail);
    public static Problem Invalid(string detail, string? field = null) => new(ProblemKind.Invalid, detail, field);
    public static Problem Forbidden(string detail) => new(ProblemKind.Forbidden, detail);
    public static Problem Conflict(string detail) => new(ProblemKind.Conflict, detail);

    /// <summary>It needs a plan that was looked at.</summary>
    public static Problem NeedsPlan(string detail) => new(ProblemKind.NeedsPlan, detail);

    /// <summary>The plan no longer holds.</summary>
    public static Problem Moved(string detail) => new(ProblemKind.Moved, detail);
}

/// <summary>Maps to an HTTP status in the API, and to a place on the page.</summary>
public enum ProblemKind { Invalid, NotFound, Forbidden, Conflict, Unavailable, NeedsPlan, Moved }
