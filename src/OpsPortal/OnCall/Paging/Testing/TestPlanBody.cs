using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OpsPortal.OnCall.Paging.Testing;

/// <summary>What <c>POST /api/v1/test-pages</c> takes.</summary>
/// <param name="Schedule">Slug; either this or <paramref name="Contact"/>.</param>
/// <param name="Day"><c>monday</c> to <c>sunday</c>; null every day.</param>
/// <param name="At">Wall time, <c>10:00</c>.</param>
internal sealed record TestPlanBody(string? Schedule, Guid? Contact, string? Day, string? At, string? TimeZone)
{
    public bool TryRead([NotNullWhen(true)] out TestPlanForm? form, [NotNullWhen(false)] out Problem? wrong)
    {
        (form, wrong) = (null, null);
        var day = DayOfWeek.Monday;
        var at = new TimeOnly(10, 0);
        if (Day is not null && (!Enum.TryParse(Day, ignoreCase: true, out day) || char.IsDigit(Day[0]))) wrong = Problem.Invalid($"\"{Day}\" is no day; write it as monday, or leave it out for every day.", "day");
        else if (At is not null && !TimeOnly.TryParseExact(At, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out at)) wrong = Problem.Invalid($"\"{At}\" is no time; write it as 10:00.", "at");
        else form = new(Schedule, Contact, Day is null ? null : day, at, TimeZone);
        return form is not null;
    }
}

/// <summary>A plan as the API tells it.</summary>
internal sealed record TestPlanAnswer(Guid Id, string Whom, string When, DateTimeOffset NextAt, DateTimeOffset? LastAt, long? LastPage, string? LastState, string? Problem)
{
    public static TestPlanAnswer Of(TestRoutineView view) => new(view.Routine.Id, view.Whom, TestRoutineText.When(view.Routine), view.Routine.NextAt, view.Routine.LastAt, view.Routine.LastPage,
        view.Last is { } page ? System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{page.State}") : null, view.Routine.LastProblem);
}
