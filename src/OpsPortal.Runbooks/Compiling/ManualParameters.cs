using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Compiling.Parameters;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>What a person has to fill in before running a command by hand.</summary>
internal static class ManualParameters
{
    public static void Take(Statement statement, ParameterCollector into) => Take(statement, into, []);

    /// <param name="own">Variables that the statement itself gives values to.</param>
    private static void Take(Statement statement, ParameterCollector into, HashSet<string> own)
    {
        switch (statement)
        {
            case Pipeline pipeline:
                foreach (var command in pipeline.Commands)
                {
                    foreach (var word in command.Words) Take(word, into, own);
                    foreach (var redirection in command.Redirections) Take(redirection.Target, into, own);
                    foreach (var assignment in command.Assignments)
                    {
                        Take(assignment.Value, into, own);
                        own.Add(assignment.Name);
                    }
                }
                break;
            case Sequence sequence:
                foreach (var part in sequence.Parts) Take(part.Statement, into, own);
                break;
            case Compound compound:
                foreach (var word in compound.Words) Take(word, into, own);
                if (compound.Variable is { } variable) own.Add(variable);
                foreach (var inner in compound.Body) Take(inner, into, own);
                break;
            case Query query:
                into.Take(query.Text);
                break;
        }
    }

    private static void Take(Word word, ParameterCollector into, HashSet<string> own)
    {
        foreach (var part in word.Parts)
            switch (part)
            {
                case LiteralPart literal: into.Take(literal.Text); break;
                case PlaceholderPart placeholder: into.Take(ParameterText.Place(placeholder.Name)); break;
                case VariablePart variable when !own.Contains(variable.Name) && (char.IsAsciiLetter(variable.Name[0]) || variable.Name[0] == '_'): into.Take(ParameterText.Place(variable.Name)); break;
                case SubstitutionPart substitution:
                    foreach (var inner in substitution.Statements) Take(inner, into, own);
                    break;
                case ProcessPart process:
                    foreach (var inner in process.Statements) Take(inner, into, own);
                    break;
                case ArrayPart array:
                    foreach (var inner in array.Words) Take(inner, into, own);
                    break;
            }
    }
}
