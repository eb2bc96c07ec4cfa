using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OpsPortal.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Incidents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "incident",
                table: "executions",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "incidents",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    key = table.Column<string>(type: "text", nullable: false),
                    system_id = table.Column<Guid>(type: "uuid", nullable: false),
                    system = table.Column<string>(type: "text", nullable: false),
                    environment_id = table.Column<Guid>(type: "uuid", nullable: true),
                    title = table.Column<string>(type: "text", nullable: false),
                    severity = table.Column<string>(type: "text", nullable: false),
                    components = table.Column<string>(type: "jsonb", nullable: false),
                    @private = table.Column<bool>(name: "private", type: "boolean", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    impact = table.Column<string>(type: "text", nullable: true),
                    runbook = table.Column<string>(type: "text", nullable: true),
                    runbook_place = table.Column<string>(type: "text", nullable: true),
                    parameters = table.Column<string>(type: "jsonb", nullable: false),
                    declared_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    declared_by = table.Column<string>(type: "text", nullable: false),
                    detected_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    acknowledged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    acknowledged_by = table.Column<string>(type: "text", nullable: true),
                    mitigated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reviewed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_entry = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_incidents", x => x.number);
                    table.CheckConstraint("ck_incidents_acknowledged", "(state = 'Detected') = (acknowledged_at is null) and (acknowledged_at is null) = (acknowledged_by is null)");
                    table.CheckConstraint("ck_incidents_resolved", "(state in ('Resolved', 'Reviewed')) = (resolved_at is not null)");
                    table.CheckConstraint("ck_incidents_reviewed", "(state = 'Reviewed') = (reviewed_at is not null)");
                    table.CheckConstraint("ck_incidents_title", "title <> '' and severity <> ''");
                    table.ForeignKey(
                        name: "fk_incidents_environments_environment_id",
                        column: x => x.environment_id,
                        principalTable: "environments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_incidents_systems_system_id",
                        column: x => x.system_id,
                        principalTable: "systems",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "incident_clocks",
                columns: table => new
                {
                    incident = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    stopped_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ran_out_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    act_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    acted = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_incident_clocks", x => new { x.incident, x.kind });
                    table.CheckConstraint("ck_incident_clocks_acts", "act_at is null or stopped_at is null");
                    table.ForeignKey(
                        name: "fk_incident_clocks_incidents_incident",
                        column: x => x.incident,
                        principalTable: "incidents",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "responders",
                columns: table => new
                {
                    incident = table.Column<long>(type: "bigint", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    joined_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    left_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_responders", x => new { x.incident, x.user_id });
                    table.ForeignKey(
                        name: "fk_responders_incidents_incident",
                        column: x => x.incident,
                        principalTable: "incidents",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "timeline_entries",
                columns: table => new
                {
                    incident = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    actor_id = table.Column<Guid>(type: "uuid", nullable: true),
                    actor = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    detail = table.Column<string>(type: "jsonb", nullable: false),
                    corrects = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_timeline_entries", x => new { x.incident, x.number });
                    table.CheckConstraint("ck_timeline_entries_text", "text <> '' and number > 0 and corrects < number");
                    table.ForeignKey(
                        name: "fk_timeline_entries_incidents_incident",
                        column: x => x.incident,
                        principalTable: "incidents",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "timeline_pins",
                columns: table => new
                {
                    incident = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_timeline_pins", x => new { x.incident, x.number });
                    table.ForeignKey(
                        name: "fk_timeline_pins_timeline_entries_incident_number",
                        columns: x => new { x.incident, x.number },
                        principalTable: "timeline_entries",
                        principalColumns: new[] { "incident", "number" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_executions_incident_id",
                table: "executions",
                columns: new[] { "incident", "id" },
                filter: "incident is not null");

            migrationBuilder.CreateIndex(
                name: "ix_incident_clocks_act_at",
                table: "incident_clocks",
                column: "act_at",
                filter: "act_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_incidents_environment_id",
                table: "incidents",
                column: "environment_id");

            migrationBuilder.CreateIndex(
                name: "ix_incidents_key",
                table: "incidents",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_incidents_state_number",
                table: "incidents",
                columns: new[] { "state", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_incidents_system_id_number",
                table: "incidents",
                columns: new[] { "system_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_responders_incident_role",
                table: "responders",
                columns: new[] { "incident", "role" },
                unique: true,
                filter: "role <> 'Responder' and left_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_responders_user_id",
                table: "responders",
                column: "user_id");

            migrationBuilder.AddForeignKey(
                name: "fk_executions_incidents_incident",
                table: "executions",
                column: "incident",
                principalTable: "incidents",
                principalColumn: "number",
                onDelete: ReferentialAction.Restrict);
            migrationBuilder.Sql(OpsPortal.Incidents.Timeline.TimelineSql.Up);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(OpsPortal.Incidents.Timeline.TimelineSql.Down);
            migrationBuilder.DropForeignKey(
                name: "fk_executions_incidents_incident",
                table: "executions");

            migrationBuilder.DropTable(
                name: "incident_clocks");

            migrationBuilder.DropTable(
                name: "responders");

            migrationBuilder.DropTable(
                name: "timeline_pins");

            migrationBuilder.DropTable(
                name: "timeline_entries");

            migrationBuilder.DropTable(
                name: "incidents");

            migrationBuilder.DropIndex(
                name: "ix_executions_incident_id",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "incident",
                table: "executions");
        }
    }
}
