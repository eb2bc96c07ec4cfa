Console.WriteLine("dotnet ef migrations add NAME --project src/OpsPortal --startup-project src/OpsPortal.Migrations --output-dir Storage/Migrations");
