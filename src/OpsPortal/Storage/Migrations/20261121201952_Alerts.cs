using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OpsPortal.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Alerts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "alert_integrations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    key_hash = table.Column<string>(type: "text", nullable: false),
                    system = table.Column<string>(type: "text", nullable: true),
                    environment_id = table.Column<Guid>(type: "uuid", nullable: true),
                    settings = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    last_error_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alert_integrations", x => x.id);
                    table.CheckConstraint("ck_alert_integrations_name", "name <> ''");
                    table.ForeignKey(
                        name: "fk_alert_integrations_environments_environment_id",
                        column: x => x.environment_id,
                        principalTable: "environments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "alert_groups",
                columns: table => new
                {
                    integration_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    pending = table.Column<bool>(type: "boolean", nullable: false),
                    truncated = table.Column<int>(type: "integer", nullable: false),
                    incident = table.Column<long>(type: "bigint", nullable: true),
                    resolve_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    problem = table.Column<string>(type: "text", nullable: true),
                    last_received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alert_groups", x => new { x.integration_id, x.key });
                    table.CheckConstraint("ck_alert_groups_truncated", "truncated >= 0");
                    table.ForeignKey(
                        name: "fk_alert_groups_alert_integrations_integration_id",
                        column: x => x.integration_id,
                        principalTable: "alert_integrations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_alert_groups_incidents_incident",
                        column: x => x.incident,
                        principalTable: "incidents",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "alert_silences",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    integration_id = table.Column<Guid>(type: "uuid", nullable: false),
                    matchers = table.Column<string>(type: "jsonb", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    created_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_by = table.Column<string>(type: "text", nullable: true),
                    remote_id = table.Column<string>(type: "text", nullable: true),
                    remote_pending = table.Column<bool>(type: "boolean", nullable: false),
                    remote_after = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    remote_problem = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alert_silences", x => x.id);
                    table.CheckConstraint("ck_alert_silences_time", "ends_at > starts_at and reason <> ''");
                    table.ForeignKey(
                        name: "fk_alert_silences_alert_integrations_integration_id",
                        column: x => x.integration_id,
                        principalTable: "alert_integrations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "alerts",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    integration_id = table.Column<Guid>(type: "uuid", nullable: false),
                    fingerprint = table.Column<string>(type: "text", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    told = table.Column<string>(type: "text", nullable: true),
                    name = table.Column<string>(type: "text", nullable: false),
                    severity = table.Column<string>(type: "text", nullable: true),
                    summary = table.Column<string>(type: "text", nullable: false),
                    labels = table.Column<string>(type: "jsonb", nullable: false),
                    annotations = table.Column<string>(type: "jsonb", nullable: false),
                    link = table.Column<string>(type: "text", nullable: true),
                    group_key = table.Column<string>(type: "text", nullable: false),
                    incident = table.Column<long>(type: "bigint", nullable: true),
                    silence_id = table.Column<Guid>(type: "uuid", nullable: true),
                    first_received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alerts", x => x.id);
                    table.CheckConstraint("ck_alerts_text", "fingerprint <> '' and name <> '' and count > 0");
                    table.ForeignKey(
                        name: "fk_alerts_alert_integrations_integration_id",
                        column: x => x.integration_id,
                        principalTable: "alert_integrations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_alerts_alert_silences_silence_id",
                        column: x => x.silence_id,
                        principalTable: "alert_silences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_alerts_incidents_incident",
                        column: x => x.incident,
                        principalTable: "incidents",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_alert_groups_incident",
                table: "alert_groups",
                column: "incident");

            migrationBuilder.CreateIndex(
                name: "ix_alert_groups_pending",
                table: "alert_groups",
                column: "last_received_at",
                filter: "pending");

            migrationBuilder.CreateIndex(
                name: "ix_alert_groups_resolve_at",
                table: "alert_groups",
                column: "resolve_at",
                filter: "resolve_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_alert_integrations_environment_id",
                table: "alert_integrations",
                column: "environment_id");

            migrationBuilder.CreateIndex(
                name: "ix_alert_integrations_key_hash",
                table: "alert_integrations",
                column: "key_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_alert_integrations_name",
                table: "alert_integrations",
                column: "name",
                unique: true,
                filter: "removed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_alert_silences_active",
                table: "alert_silences",
                column: "ends_at",
                filter: "ended_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_alert_silences_integration_id_ends_at",
                table: "alert_silences",
                columns: new[] { "integration_id", "ends_at" });

            migrationBuilder.CreateIndex(
                name: "ix_alerts_incident",
                table: "alerts",
                column: "incident",
                filter: "incident is not null");

            migrationBuilder.CreateIndex(
                name: "ix_alerts_integration_id_fingerprint_starts_at",
                table: "alerts",
                columns: new[] { "integration_id", "fingerprint", "starts_at" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_alerts_open",
                table: "alerts",
                columns: new[] { "integration_id", "id" },
                filter: "state <> 'Resolved'");

            migrationBuilder.CreateIndex(
                name: "ix_alerts_silence_id",
                table: "alerts",
                column: "silence_id",
                filter: "silence_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_alerts_untold",
                table: "alerts",
                columns: new[] { "integration_id", "group_key" },
                filter: "told is distinct from state");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "alert_groups");

            migrationBuilder.DropTable(
                name: "alerts");

            migrationBuilder.DropTable(
                name: "alert_silences");

            migrationBuilder.DropTable(
                name: "alert_integrations");
        }
    }
}
