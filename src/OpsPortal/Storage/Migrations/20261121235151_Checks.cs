using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OpsPortal.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Checks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "check_days",
                columns: table => new
                {
                    check_id = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    passed = table.Column<int>(type: "integer", nullable: false),
                    warned = table.Column<int>(type: "integer", nullable: false),
                    failed = table.Column<int>(type: "integer", nullable: false),
                    unknown = table.Column<int>(type: "integer", nullable: false),
                    min = table.Column<float>(type: "real", nullable: true),
                    average = table.Column<float>(type: "real", nullable: true),
                    max = table.Column<float>(type: "real", nullable: true),
                    p95 = table.Column<float>(type: "real", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_check_days", x => new { x.check_id, x.day });
                });

            migrationBuilder.CreateTable(
                name: "check_digests",
                columns: table => new
                {
                    contact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    minute_of_day = table.Column<int>(type: "integer", nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: false),
                    only_trouble = table.Column<bool>(type: "boolean", nullable: false),
                    sent_for = table.Column<DateOnly>(type: "date", nullable: true),
                    trouble = table.Column<string>(type: "text", nullable: true),
                    tried_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_check_digests", x => x.contact_id);
                    table.CheckConstraint("ck_check_digests_hour", "minute_of_day between 0 and 1439 and time_zone <> ''");
                    table.ForeignKey(
                        name: "fk_check_digests_contacts_contact_id",
                        column: x => x.contact_id,
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "check_hours",
                columns: table => new
                {
                    check_id = table.Column<int>(type: "integer", nullable: false),
                    hour = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    passed = table.Column<int>(type: "integer", nullable: false),
                    warned = table.Column<int>(type: "integer", nullable: false),
                    failed = table.Column<int>(type: "integer", nullable: false),
                    unknown = table.Column<int>(type: "integer", nullable: false),
                    min = table.Column<float>(type: "real", nullable: true),
                    average = table.Column<float>(type: "real", nullable: true),
                    max = table.Column<float>(type: "real", nullable: true),
                    p95 = table.Column<float>(type: "real", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_check_hours", x => new { x.check_id, x.hour });
                });

            migrationBuilder.CreateTable(
                name: "check_packs",
                columns: table => new
                {
                    check_id = table.Column<int>(type: "integer", nullable: false),
                    hour = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    samples = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_check_packs", x => new { x.check_id, x.hour });
                });

            migrationBuilder.CreateTable(
                name: "check_samples",
                columns: table => new
                {
                    check_id = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    outcome = table.Column<short>(type: "smallint", nullable: false),
                    value = table.Column<float>(type: "real", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_check_samples", x => new { x.check_id, x.at });
                    table.CheckConstraint("ck_check_samples_outcome", "outcome between 0 and 3");
                });

            migrationBuilder.CreateTable(
                name: "checks",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    name = table.Column<string>(type: "text", nullable: false),
                    system_id = table.Column<Guid>(type: "uuid", nullable: false),
                    system = table.Column<string>(type: "text", nullable: false),
                    environment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    component = table.Column<string>(type: "text", nullable: true),
                    spec = table.Column<string>(type: "jsonb", nullable: false),
                    interval = table.Column<TimeSpan>(type: "interval", nullable: false),
                    timeout = table.Column<TimeSpan>(type: "interval", nullable: false),
                    retries = table.Column<int>(type: "integer", nullable: false),
                    thresholds = table.Column<string>(type: "jsonb", nullable: false),
                    damping = table.Column<string>(type: "jsonb", nullable: false),
                    opens_incident = table.Column<bool>(type: "boolean", nullable: false),
                    severity = table.Column<string>(type: "text", nullable: true),
                    resolves_incident = table.Column<bool>(type: "boolean", nullable: false),
                    objective = table.Column<string>(type: "jsonb", nullable: true),
                    fact = table.Column<string>(type: "text", nullable: true),
                    heartbeat_hash = table.Column<string>(type: "text", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: false),
                    paused_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    paused_by = table.Column<string>(type: "text", nullable: true),
                    pause_reason = table.Column<string>(type: "text", nullable: true),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_checks", x => x.id);
                    table.CheckConstraint("ck_checks_name", "name <> ''");
                    table.CheckConstraint("ck_checks_paused", "(paused_at is null) = (paused_by is null) and (paused_at is null) = (pause_reason is null)");
                    table.CheckConstraint("ck_checks_times", "\"interval\" >= interval '10 seconds' and timeout > interval '0' and retries between 0 and 5");
                    table.ForeignKey(
                        name: "fk_checks_environments_environment_id",
                        column: x => x.environment_id,
                        principalTable: "environments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_checks_systems_system_id",
                        column: x => x.system_id,
                        principalTable: "systems",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "check_budgets",
                columns: table => new
                {
                    check_id = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    good = table.Column<double>(type: "double precision", nullable: true),
                    left = table.Column<double>(type: "double precision", nullable: true),
                    hour_rate = table.Column<double>(type: "double precision", nullable: true),
                    five_minute_rate = table.Column<double>(type: "double precision", nullable: true),
                    six_hour_rate = table.Column<double>(type: "double precision", nullable: true),
                    half_hour_rate = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_check_budgets", x => x.check_id);
                    table.ForeignKey(
                        name: "fk_check_budgets_checks_check_id",
                        column: x => x.check_id,
                        principalTable: "checks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "check_changes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    check_id = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    from = table.Column<string>(type: "text", nullable: false),
                    to = table.Column<string>(type: "text", nullable: false),
                    why = table.Column<string>(type: "text", nullable: false),
                    incident = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_check_changes", x => x.id);
                    table.CheckConstraint("ck_check_changes_why", "why <> '' and \"from\" <> \"to\"");
                    table.ForeignKey(
                        name: "fk_check_changes_checks_check_id",
                        column: x => x.check_id,
                        principalTable: "checks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_check_changes_incidents_incident",
                        column: x => x.incident,
                        principalTable: "incidents",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "check_standings",
                columns: table => new
                {
                    check_id = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    why = table.Column<string>(type: "text", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    claim_id = table.Column<Guid>(type: "uuid", nullable: true),
                    claim_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_value = table.Column<double>(type: "double precision", nullable: true),
                    recent = table.Column<string>(type: "text", nullable: false),
                    incident = table.Column<long>(type: "bigint", nullable: true),
                    execution_id = table.Column<long>(type: "bigint", nullable: true),
                    beat_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    burn = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_check_standings", x => x.check_id);
                    table.CheckConstraint("ck_check_standings_claim", "(claim_id is null) = (claim_until is null)");
                    table.CheckConstraint("ck_check_standings_paused", "state <> 'Paused' or due_at is null");
                    table.CheckConstraint("ck_check_standings_state", "state in ('Unknown', 'Passing', 'Warning', 'Failing', 'Paused') and why <> ''");
                    table.ForeignKey(
                        name: "fk_check_standings_checks_check_id",
                        column: x => x.check_id,
                        principalTable: "checks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_check_standings_incidents_incident",
                        column: x => x.incident,
                        principalTable: "incidents",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_check_changes_check_id_id",
                table: "check_changes",
                columns: new[] { "check_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_check_changes_incident",
                table: "check_changes",
                column: "incident");

            migrationBuilder.CreateIndex(
                name: "ix_check_days_day",
                table: "check_days",
                column: "day");

            migrationBuilder.CreateIndex(
                name: "ix_check_standings_execution_id",
                table: "check_standings",
                column: "execution_id",
                filter: "execution_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_check_standings_incident",
                table: "check_standings",
                column: "incident",
                filter: "incident is not null");

            migrationBuilder.CreateIndex(
                name: "ix_checks_environment_id",
                table: "checks",
                column: "environment_id");

            migrationBuilder.CreateIndex(
                name: "ix_checks_heartbeat_hash",
                table: "checks",
                column: "heartbeat_hash",
                unique: true,
                filter: "heartbeat_hash is not null");

            migrationBuilder.CreateIndex(
                name: "ix_checks_system_id_environment_id_name",
                table: "checks",
                columns: new[] { "system_id", "environment_id", "name" },
                unique: true,
                filter: "removed_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "check_budgets");

            migrationBuilder.DropTable(
                name: "check_changes");

            migrationBuilder.DropTable(
                name: "check_days");

            migrationBuilder.DropTable(
                name: "check_digests");

            migrationBuilder.DropTable(
                name: "check_hours");

            migrationBuilder.DropTable(
                name: "check_packs");

            migrationBuilder.DropTable(
                name: "check_samples");

            migrationBuilder.DropTable(
                name: "check_standings");

            migrationBuilder.DropTable(
                name: "checks");
        }
    }
}
