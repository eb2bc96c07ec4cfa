using OpsPortal.Incidents;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.People;
using Xunit;
using static OpsPortal.Tests.Incidents.Samples;

namespace OpsPortal.Tests.Incidents;

public class NextActTests
{
    private static readonly Responder Leads = Responder(Ann, "Ann", IncidentRole.Commander);

    private static string? Of(IncidentState state, Guid person, IncidentClock? clock = null, params Responder[] there) =>
        NextAct.Of(Sheet(Incident(state), clock is null ? [] : [clock], there), person, Now)?.Verb;

    [Fact]
    public void SomebodyHasToBeOnItFirst() => Assert.Equal("Acknowledge INC-42", Of(IncidentState.Detected, Ann));

    [Fact]
    public void ThenSomebodyLeads() => Assert.Equal("Take the lead of INC-42", Of(IncidentState.Acknowledged, Ann, null, Responder(Ann, "Ann")));

    [Fact]
    public void WhoOnlyLooksIsAskedToJoin() => Assert.Equal("Join INC-42", Of(IncidentState.Investigating, Bob, null, Leads));

    [Theory]
    [InlineData(3, "Send a status update (due in 3 min)")]
    [InlineData(-4, "Send a status update (4 min over)")]
    public void AnUpdateThatIsDueComesBeforeTheNextState(double due, string verb) => Assert.Equal(verb, Of(IncidentState.Investigating, Ann, Clock(ClockKind.Update, 12, due), Leads));

    [Theory]
    [InlineData(IncidentState.Acknowledged, "Start to investigate INC-42")]
    [InlineData(IncidentState.Investigating, "Say that INC-42 is mitigated")]
    [InlineData(IncidentState.Mitigated, "Resolve INC-42")]
    [InlineData(IncidentState.Resolved, "Finish the review of INC-42")]
    [InlineData(IncidentState.Reviewed, null)]
    public void OtherwiseTheNextState(IncidentState state, string? verb) => Assert.Equal(verb, Of(state, Ann, Clock(ClockKind.Update, 5, 10), Leads));
}
