using OpsPortal;
using OpsPortal.Access;
using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Runbooks;
using OpsPortal.Sandbox;
using OpsPortal.Storage;
using OpsPortal.Targets;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets();
builder.Services.AddStorage(builder.Configuration.RequireConnectionString());
builder.Services.AddAccess(builder.Configuration).AddEnvironments(builder.Configuration).AddRunbooks(builder.Configuration).AddPages();
builder.Services.AddExecutions(builder.Configuration).AddTargets();
builder.Services.AddSingleton<IRunbookSource, RunbookSteps>().AddSingleton<IStepRunner, StepRunner>();
builder.Services.AddSandbox();

var app = builder.Build();
app.UsePipeline();
app.MapApi();
app.MapPages();
await app.RunAsync();

/// <summary>Named so that tests can start it.</summary>
public partial class Program;
