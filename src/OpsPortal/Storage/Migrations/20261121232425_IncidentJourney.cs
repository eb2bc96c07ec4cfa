using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpsPortal.Storage.Migrations
{
    /// <inheritdoc />
    public partial class IncidentJourney : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "incident",
                table: "runs",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "incidents",
                type: "text",
                nullable: false,
                defaultValue: "General");

            migrationBuilder.CreateTable(
                name: "allowed_diagnostics",
                columns: table => new
                {
                    system_id = table.Column<Guid>(type: "uuid", nullable: false),
                    environment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    steps = table.Column<string>(type: "jsonb", nullable: true),
                    changed_by = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_allowed_diagnostics", x => new { x.system_id, x.environment_id });
                    table.ForeignKey(
                        name: "fk_allowed_diagnostics_environments_environment_id",
                        column: x => x.environment_id,
                        principalTable: "environments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_allowed_diagnostics_systems_system_id",
                        column: x => x.system_id,
                        principalTable: "systems",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "guide_ticks",
                columns: table => new
                {
                    incident = table.Column<long>(type: "bigint", nullable: false),
                    item = table.Column<string>(type: "text", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_guide_ticks", x => new { x.incident, x.item });
                    table.CheckConstraint("ck_guide_ticks_item", "item <> ''");
                    table.ForeignKey(
                        name: "fk_guide_ticks_incidents_incident",
                        column: x => x.incident,
                        principalTable: "incidents",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_runs_incident",
                table: "runs",
                column: "incident");

            migrationBuilder.CreateIndex(
                name: "ix_allowed_diagnostics_environment_id",
                table: "allowed_diagnostics",
                column: "environment_id");

            migrationBuilder.AddForeignKey(
                name: "fk_runs_incidents_incident",
                table: "runs",
                column: "incident",
                principalTable: "incidents",
                principalColumn: "number",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_runs_incidents_incident",
                table: "runs");

            migrationBuilder.DropTable(
                name: "allowed_diagnostics");

            migrationBuilder.DropTable(
                name: "guide_ticks");

            migrationBuilder.DropIndex(
                name: "ix_runs_incident",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "incident",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "incidents");
        }
    }
}
