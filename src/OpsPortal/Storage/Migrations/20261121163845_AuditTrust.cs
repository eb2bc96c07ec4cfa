using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpsPortal.Storage.Migrations
{
    /// <inheritdoc />
    public partial class AuditTrust : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "address",
                table: "audit_entries",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "client",
                table: "audit_entries",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "hash_version",
                table: "audit_entries",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.Sql(OpsPortal.Audit.AuditGuardSql.Up);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(OpsPortal.Audit.AuditGuardSql.Down);

            migrationBuilder.DropColumn(
                name: "address",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "client",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "hash_version",
                table: "audit_entries");
        }
    }
}
