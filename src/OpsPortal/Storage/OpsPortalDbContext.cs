using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Executions.Files;
using OpsPortal.Executions.Nodes;
using OpsPortal.Executions.Outcomes;
using OpsPortal.Executions.Plans;
using OpsPortal.Executions.Reverts;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Alerts;
using OpsPortal.Incidents.Alerts.Silences;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.Images;
using OpsPortal.Incidents.People;
using OpsPortal.Incidents.Reviews;
using OpsPortal.Incidents.Timeline;
using OpsPortal.OnCall.Arranging;
using OpsPortal.OnCall.Calendars;
using OpsPortal.OnCall.Channels.Push;
using OpsPortal.OnCall.Contacts;
using OpsPortal.OnCall.Paging;
using OpsPortal.OnCall.Paging.Escalating;
using OpsPortal.OnCall.Paging.Policies;
using OpsPortal.OnCall.Warnings;
using OpsPortal.Rehearsals;
using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Files;
using OpsPortal.Runbooks.Importing;
using OpsPortal.Schedules;
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
