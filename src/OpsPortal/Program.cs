using OpsPortal;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Checks;
using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Alerts;
using OpsPortal.Maintenance;
using OpsPortal.OnCall;
using OpsPortal.Rehearsals;
using OpsPortal.Runbooks;
using OpsPortal.Sandbox;
using OpsPortal.Schedules;
using OpsPortal.StatusPage;
using OpsPortal.StatusPage.Showing;
using OpsPortal.Storage;
using OpsPortal.Systems;
using OpsPortal.Targets;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets();
builder.Services.AddStorage(builder.Configuration.RequireConnectionString(), builder.Configuration);
builder.Services.AddAccess(builder.Configuration).AddSystems().AddEnvironments(builder.Configuration).AddRunbooks(builder.Configuration).AddPages();
builder.Services.AddExecutions(builder.Configuration).AddTargets();
builder.Services.AddSingleton<IRunbookSource, RunbookSteps>().AddSingleton<IStepRunner, StepRunner>();
builder.Services.AddIncidents(builder.Configuration).AddAlerts(builder.Configuration).AddOnCall(builder.Configuration);
builder.Services.AddChecks(builder.Configuration).AddMaintenance(builder.Configuration).AddStatusPage(builder.Configuration);
builder.Services.AddSchedules(builder.Configuration).AddRehearsals(builder.Configuration);
builder.Services.AddAudit(builder.Configuration).AddSandbox();
builder.WebHost.ConfigureKestrel(Hardening.Limit);

var app = builder.Build();
if (args is ["migrate"])
{
    await app.Services.GetRequiredService<MigrateAtStart>().StartingAsync(default);
    return;
}
app.UsePipeline();
app.MapApi();
app.MapPages();
if (!await app.ShelterAsync()) return;
await app.RunAsync();

/// <summary>Named so that tests can start it.</summary>
public partial class Program;
