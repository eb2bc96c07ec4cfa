using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OpsPortal.Tests")]
[assembly: InternalsVisibleTo("OpsPortal.Scenarios")]
[assembly: InternalsVisibleTo("OpsPortal.Benchmarks")]
