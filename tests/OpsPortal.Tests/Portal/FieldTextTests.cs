using OpsPortal.Systems.Facts;
using Xunit;

namespace OpsPortal.Tests.Portal;

public class FieldTextTests
{
    private static FieldRule Field(FieldType type, bool required = false) => new("field", "Field", type, Required: required);

    [Theory]
    [InlineData(FieldType.Duration, "15 min", "PT15M")]
    [InlineData(FieldType.Duration, "1 hour 30 minutes", "PT1H30M")]
    [InlineData(FieldType.Duration, "2 days", "P2D")]
    [InlineData(FieldType.Duration, "PT5M", "PT5M")]
    [InlineData(FieldType.Duration, "Immediately", "PT0S")]
    [InlineData(FieldType.Duration, "", "")]
    [InlineData(FieldType.Email, " ann@example.org ", "ann@example.org")]
    [InlineData(FieldType.Reach, "+49 30 123456", "+49 30 123456")]
    [InlineData(FieldType.Reach, "#incidents", "#incidents")]
    [InlineData(FieldType.Reach, "https://x.pagerduty.com", "https://x.pagerduty.com")]
    [InlineData(FieldType.Number, "0.50", "0.50")]
    [InlineData(FieldType.Day, "sunday", "Sunday")]
    [InlineData(FieldType.Time, "2:00 AM", "02:00")]
    [InlineData(FieldType.Recurrence, "Weekly", "weekly")]
    [InlineData(FieldType.Lines, " a \r\n\r\n b", "a\nb")]
    [InlineData(FieldType.Phases, "# Before\n- [ ] Tell them\n* Look {shop#checks/list}\n# Empty", "# Before\n- Tell them\n- Look {shop#checks/list}")]
    public void WhatPeopleWriteIsStoredInOneWay(FieldType type, string written, string stored) => Assert.Equal(stored, FieldText.Read(Field(type), written).Value);

    [Theory]
    [InlineData(FieldType.Duration, "15", "is no duration; write e.g. 15 min")]
    [InlineData(FieldType.Duration, "soon", "is no duration")]
    [InlineData(FieldType.Duration, "99999 weeks", "is no duration")]
    [InlineData(FieldType.Duration, "P99999999999999999D", "is no duration")]
    [InlineData(FieldType.Email, "ann@", "is no e-mail address")]
    [InlineData(FieldType.Reach, "javascript:alert(1)", "neither a phone number, nor a channel, nor an address")]
    [InlineData(FieldType.Number, "1,5", "is no number")]
    [InlineData(FieldType.Count, "0", "a whole number from 1")]
    [InlineData(FieldType.Day, "1", "is no day of the week")]
    [InlineData(FieldType.Time, "26:00", "is no time of day")]
    [InlineData(FieldType.Comparison, "==", "one of <, <=")]
    [InlineData(FieldType.Phases, "# Only a phase", "has no items")]
    [InlineData(FieldType.Text, "a\nb", "has to be one line")]
    [InlineData(FieldType.Text, "a\u0000b", "cannot be shown")]
    public void WhatWillNotDoIsToldWithWhatWould(FieldType type, string written, string sentence)
    {
        var problem = FieldText.Read(Field(type), written).Problem!;
        Assert.Equal("field", problem.Field);
        Assert.Contains(sentence, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void ARequiredFieldIsNotEmptied() => Assert.Equal("Field cannot be empty.", FieldText.Read(Field(FieldType.Text, true), " ").Problem!.Detail);

    [Theory]
    [InlineData("PT15M")]
    [InlineData("PT1H30M")]
    [InlineData("P1D")]
    [InlineData("P14D")]
    [InlineData("PT0S")]
    [InlineData("PT90S")]
    public void ADurationThatIsShownCanBeWrittenBack(string stored)
    {
        var field = Field(FieldType.Duration);
        Assert.Equal(FieldText.Time(stored), FieldText.Time(FieldText.Read(field, FieldText.Edit(field, stored)).Value));
    }
}
