using System.Runtime.CompilerServices;

// The programs of filters (awk, jq, sed) are parsed here and carried out there.
[assembly: InternalsVisibleTo("OpsPortal.Targets")]
[assembly: InternalsVisibleTo("OpsPortal.Tests")]
