using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Checks;
using OpsPortal.Checks.History;
using OpsPortal.Checks.Morning;
using OpsPortal.Checks.Objectives;
using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Executions.Files;
using OpsPortal.Executions.Nodes;
using OpsPortal.Executions.Outcomes;
using OpsPortal.Executions.Plans;
using OpsPortal.Executions.Reverts;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Alerts;
using OpsPortal.Incidents.Alerts.Diagnostics;
using OpsPortal.Incidents.Alerts.Silences;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.Guides;
using OpsPortal.Incidents.Images;
using OpsPortal.Incidents.People;
using OpsPortal.Incidents.Reviews;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Maintenance;
using OpsPortal.OnCall.Arranging;
using OpsPortal.OnCall.Calendars;
using OpsPortal.OnCall.Channels.Push;
using OpsPortal.OnCall.Contacts;
using OpsPortal.OnCall.Paging;
using OpsPortal.OnCall.Paging.Escalating;
using OpsPortal.OnCall.Paging.Policies;
using OpsPortal.OnCall.Paging.Testing;
using OpsPortal.OnCall.Warnings;
using OpsPortal.Rehearsals;
using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Files;
using OpsPortal.Runbooks.Importing;
using OpsPortal.Schedules;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Sources;
using OpsPortal.StatusPage.Subscribing;
using OpsPortal.Systems;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Storage;

/// <summary>Everything that is kept. One context per operation, from <see cref="IDbContextFactory{TContext}"/>.</summary>
public sealed partial class OpsPortalDbContext(DbContextOptions<OpsPortalDbContext> options) : IdentityDbContext<User, IdentityRole<Guid>, Guid>(options)
{
    public DbSet<OpsSystem> Systems => Set<OpsSystem>();
    public DbSet<SystemFact> SystemFacts => Set<SystemFact>();
    public DbSet<Runbook> Runbooks => Set<Runbook>();
    public DbSet<RunbookVersion> RunbookVersions => Set<RunbookVersion>();
    public DbSet<RunbookFile> RunbookFiles => Set<RunbookFile>();
    public DbSet<RunbookSource> RunbookSources => Set<RunbookSource>();
    public DbSet<Run> Runs => Set<Run>();
    public DbSet<Tick> Ticks => Set<Tick>();
    public DbSet<GuideTick> GuideTicks => Set<GuideTick>();
    public DbSet<AllowedDiagnostics> AllowedDiagnostics => Set<AllowedDiagnostics>();
    public DbSet<OpsEnvironment> Environments => Set<OpsEnvironment>();
    public DbSet<Execution> Executions => Set<Execution>();
    public DbSet<Plan> Plans => Set<Plan>();
    public DbSet<KeptChange> KeptChanges => Set<KeptChange>();
    public DbSet<PortalNode> Nodes => Set<PortalNode>();
    public DbSet<OutputChunk> OutputChunks => Set<OutputChunk>();
    public DbSet<ExecutionView> ExecutionViews => Set<ExecutionView>();
    public DbSet<Artifact> Artifacts => Set<Artifact>();
    public DbSet<ArtifactChunk> ArtifactChunks => Set<ArtifactChunk>();
    public DbSet<EscalationPolicy> EscalationPolicies => Set<EscalationPolicy>();
    public DbSet<Escalation> Escalations => Set<Escalation>();
    public DbSet<Page> Pages => Set<Page>();
    public DbSet<PageAttempt> PageAttempts => Set<PageAttempt>();
    public DbSet<TestRoutine> TestRoutines => Set<TestRoutine>();
    public DbSet<Incident> Incidents => Set<Incident>();
    public DbSet<TimelineEntry> TimelineEntries => Set<TimelineEntry>();
    public DbSet<TimelinePin> TimelinePins => Set<TimelinePin>();
    public DbSet<Responder> Responders => Set<Responder>();
    public DbSet<Review> Reviews => Set<Review>();
    public DbSet<ActionItem> ActionItems => Set<ActionItem>();
    public DbSet<Presence> Presences => Set<Presence>();
    public DbSet<IncidentFile> IncidentFiles => Set<IncidentFile>();
    public DbSet<IncidentClock> IncidentClocks => Set<IncidentClock>();
    public DbSet<AlertIntegration> AlertIntegrations => Set<AlertIntegration>();
    public DbSet<Alert> Alerts => Set<Alert>();
    public DbSet<AlertGroup> AlertGroups => Set<AlertGroup>();
    public DbSet<AlertSilence> AlertSilences => Set<AlertSilence>();
    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();
    public DbSet<SignInSession> SignInSessions => Set<SignInSession>();
    public DbSet<RoleGrant> RoleGrants => Set<RoleGrant>();
    public DbSet<AccountGroup> AccountGroups => Set<AccountGroup>();
    public DbSet<GroupMember> GroupMembers => Set<GroupMember>();
    public DbSet<OneTimeLink> OneTimeLinks => Set<OneTimeLink>();
    public DbSet<Contact> Contacts => Set<Contact>();
    public DbSet<ContactMethod> ContactMethods => Set<ContactMethod>();
    public DbSet<PushKey> PushKeys => Set<PushKey>();
    public DbSet<OnCallSchedule> OnCallSchedules => Set<OnCallSchedule>();
    public DbSet<ShiftOverride> ShiftOverrides => Set<ShiftOverride>();
    public DbSet<CalendarFeed> CalendarFeeds => Set<CalendarFeed>();
    public DbSet<OnCallWarning> OnCallWarnings => Set<OnCallWarning>();
    public DbSet<Check> Checks => Set<Check>();
    public DbSet<CheckStanding> CheckStandings => Set<CheckStanding>();
    public DbSet<CheckChange> CheckChanges => Set<CheckChange>();
    public DbSet<CheckBudget> CheckBudgets => Set<CheckBudget>();
    public DbSet<CheckSample> CheckSamples => Set<CheckSample>();
    public DbSet<CheckPack> CheckPacks => Set<CheckPack>();
    public DbSet<CheckHour> CheckHours => Set<CheckHour>();
    public DbSet<CheckDay> CheckDays => Set<CheckDay>();
    public DbSet<DigestWish> DigestWishes => Set<DigestWish>();
    public DbSet<PublicPage> PublicPages => Set<PublicPage>();
    public DbSet<PageComponent> PageComponents => Set<PageComponent>();
    public DbSet<StatusSpan> StatusSpans => Set<StatusSpan>();
    public DbSet<PublicPost> PublicPosts => Set<PublicPost>();
    public DbSet<PostUpdate> PostUpdates => Set<PostUpdate>();
    public DbSet<StatusProposal> StatusProposals => Set<StatusProposal>();
    public DbSet<Subscriber> Subscribers => Set<Subscriber>();
    public DbSet<SubscriberMessage> SubscriberMessages => Set<SubscriberMessage>();
    public DbSet<MaintenancePlan> MaintenancePlans => Set<MaintenancePlan>();
    public DbSet<MaintenanceEntry> MaintenanceEntries => Set<MaintenanceEntry>();
    public DbSet<MaintenanceSeries> MaintenanceSeries => Set<MaintenanceSeries>();
    public DbSet<MaintenanceAnnouncement> MaintenanceAnnouncements => Set<MaintenanceAnnouncement>();
    public DbSet<MaintenancePresence> MaintenancePresences => Set<MaintenancePresence>();
    public DbSet<RunSchedule> RunSchedules => Set<RunSchedule>();
    public DbSet<Firing> Firings => Set<Firing>();
    public DbSet<StandingApproval> StandingApprovals => Set<StandingApproval>();
    public DbSet<Rehearsal> Rehearsals => Set<Rehearsal>();
    public DbSet<StepRehearsal> StepRehearsals => Set<StepRehearsal>();
    public DbSet<StepHealth> StepHealths => Set<StepHealth>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(OpsPortalDbContext).Assembly);
        NarrowToSight(builder);
        SnakeCase.Apply(builder.Model);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder builder)
    {
        builder.Properties<Enum>().HaveConversion<string>();
    }
}
