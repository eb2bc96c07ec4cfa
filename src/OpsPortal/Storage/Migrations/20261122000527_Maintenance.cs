using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OpsPortal.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Maintenance : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_pages_incident",
                table: "pages");

            migrationBuilder.AddColumn<string>(
                name: "address",
                table: "pages",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "text",
                table: "pages",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "maintenance",
                table: "executions",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "maintenance_item",
                table: "executions",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "maintenance",
                table: "alert_silences",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "scope",
                table: "alert_silences",
                type: "jsonb",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "maintenance_series",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    systems = table.Column<string[]>(type: "text[]", nullable: false),
                    environment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    rule = table.Column<string>(type: "text", nullable: false),
                    start = table.Column<DateTime>(type: "timestamp without time zone", nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: false),
                    duration = table.Column<TimeSpan>(type: "interval", nullable: false),
                    form = table.Column<string>(type: "jsonb", nullable: false),
                    planned_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    problem = table.Column<string>(type: "text", nullable: true),
                    source = table.Column<string>(type: "text", nullable: true),
                    created_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_maintenance_series", x => x.id);
                    table.CheckConstraint("ck_maintenance_series_ended", "(ended_at is null) = (ended_by is null) and duration > interval '0'");
                    table.ForeignKey(
                        name: "fk_maintenance_series_environments_environment_id",
                        column: x => x.environment_id,
                        principalTable: "environments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "maintenance_plans",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    key = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    systems = table.Column<string[]>(type: "text[]", nullable: false),
                    components = table.Column<string[]>(type: "text[]", nullable: false),
                    environment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner = table.Column<string>(type: "text", nullable: false),
                    participants = table.Column<string>(type: "jsonb", nullable: false),
                    risk = table.Column<string>(type: "text", nullable: false),
                    impact = table.Column<string>(type: "text", nullable: true),
                    rollback = table.Column<string>(type: "text", nullable: true),
                    rollback_runbook = table.Column<string>(type: "text", nullable: true),
                    rollback_place = table.Column<string>(type: "text", nullable: true),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    planned_ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: false),
                    announce_before = table.Column<string>(type: "jsonb", nullable: false),
                    freeze = table.Column<string>(type: "text", nullable: false),
                    quiet = table.Column<bool>(type: "boolean", nullable: false),
                    series_id = table.Column<Guid>(type: "uuid", nullable: true),
                    occurrence_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    created_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    submitted_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    approved_by = table.Column<string>(type: "text", nullable: true),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    announced_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    verifying_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    overran_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    rolled_back_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    rolled_back_by = table.Column<string>(type: "text", nullable: true),
                    rollback_reason = table.Column<string>(type: "text", nullable: true),
                    held_back = table.Column<string>(type: "jsonb", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    record = table.Column<string>(type: "text", nullable: true),
                    record_hash = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_maintenance_plans", x => x.number);
                    table.CheckConstraint("ck_maintenance_plans_ended", "(state in ('Completed', 'Cancelled')) = (ended_at is not null)");
                    table.CheckConstraint("ck_maintenance_plans_record", "(record is null) = (record_hash is null) and (record is null or state in ('Completed', 'Cancelled'))");
                    table.CheckConstraint("ck_maintenance_plans_rolled_back", "(rolled_back_at is null) = (rolled_back_by is null)");
                    table.CheckConstraint("ck_maintenance_plans_started", "state not in ('InProgress', 'Verifying', 'Completed') or started_at is not null");
                    table.CheckConstraint("ck_maintenance_plans_times", "starts_at < ends_at and starts_at < planned_ends_at");
                    table.CheckConstraint("ck_maintenance_plans_title", "title <> '' and reason <> '' and cardinality(systems) > 0");
                    table.ForeignKey(
                        name: "fk_maintenance_plans_environments_environment_id",
                        column: x => x.environment_id,
                        principalTable: "environments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_maintenance_plans_maintenance_series_series_id",
                        column: x => x.series_id,
                        principalTable: "maintenance_series",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "maintenance_announcements",
                columns: table => new
                {
                    plan = table.Column<long>(type: "bigint", nullable: false),
                    lead = table.Column<string>(type: "text", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_maintenance_announcements", x => new { x.plan, x.lead });
                    table.ForeignKey(
                        name: "fk_maintenance_announcements_maintenance_plans_plan",
                        column: x => x.plan,
                        principalTable: "maintenance_plans",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "maintenance_entries",
                columns: table => new
                {
                    plan = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_maintenance_entries", x => new { x.plan, x.number });
                    table.CheckConstraint("ck_maintenance_entries_text", "text <> '' and number > 0");
                    table.ForeignKey(
                        name: "fk_maintenance_entries_maintenance_plans_plan",
                        column: x => x.plan,
                        principalTable: "maintenance_plans",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "maintenance_phases",
                columns: table => new
                {
                    plan = table.Column<long>(type: "bigint", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    gate = table.Column<bool>(type: "boolean", nullable: false),
                    keeper_id = table.Column<Guid>(type: "uuid", nullable: true),
                    keeper = table.Column<string>(type: "text", nullable: true),
                    go = table.Column<bool>(type: "boolean", nullable: true),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    note = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_maintenance_phases", x => new { x.plan, x.position });
                    table.CheckConstraint("ck_maintenance_phases_decided", "(go is null) = (decided_at is null) and (go is null) = (decided_by is null)");
                    table.ForeignKey(
                        name: "fk_maintenance_phases_maintenance_plans_plan",
                        column: x => x.plan,
                        principalTable: "maintenance_plans",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "maintenance_presences",
                columns: table => new
                {
                    plan = table.Column<long>(type: "bigint", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_maintenance_presences", x => new { x.plan, x.user_id });
                    table.ForeignKey(
                        name: "fk_maintenance_presences_maintenance_plans_plan",
                        column: x => x.plan,
                        principalTable: "maintenance_plans",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "maintenance_items",
                columns: table => new
                {
                    plan = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    phase = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    runbook = table.Column<string>(type: "text", nullable: true),
                    step = table.Column<string>(type: "text", nullable: true),
                    parameters = table.Column<string>(type: "jsonb", nullable: false),
                    signatures = table.Column<int>(type: "integer", nullable: false),
                    ordered = table.Column<bool>(type: "boolean", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    by = table.Column<string>(type: "text", nullable: true),
                    settled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    execution = table.Column<long>(type: "bigint", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_maintenance_items", x => new { x.plan, x.number });
                    table.CheckConstraint("ck_maintenance_items_done_by_somebody", "text <> '' and signatures between 0 and 2 and (signatures > 0 or step is not null)");
                    table.CheckConstraint("ck_maintenance_items_settled", "(state = 'Open') = (settled_at is null)");
                    table.CheckConstraint("ck_maintenance_items_why", "state not in ('Skipped', 'Failed') or reason is not null");
                    table.ForeignKey(
                        name: "fk_maintenance_items_maintenance_phases_plan_phase",
                        columns: x => new { x.plan, x.phase },
                        principalTable: "maintenance_phases",
                        principalColumns: new[] { "plan", "position" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_maintenance_items_maintenance_plans_plan",
                        column: x => x.plan,
                        principalTable: "maintenance_plans",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "maintenance_signatures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    plan = table.Column<long>(type: "bigint", nullable: false),
                    item = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ticked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    note = table.Column<string>(type: "text", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_maintenance_signatures", x => x.id);
                    table.ForeignKey(
                        name: "fk_maintenance_signatures_maintenance_items_plan_item",
                        columns: x => new { x.plan, x.item },
                        principalTable: "maintenance_items",
                        principalColumns: new[] { "plan", "number" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_pages_incident",
                table: "pages",
                sql: "(kind in ('Test', 'Notice', 'Summons')) = (incident is null)");

            migrationBuilder.CreateIndex(
                name: "ix_executions_maintenance",
                table: "executions",
                column: "maintenance");

            migrationBuilder.CreateIndex(
                name: "ix_alert_silences_maintenance",
                table: "alert_silences",
                column: "maintenance");

            migrationBuilder.CreateIndex(
                name: "ix_maintenance_announcements_due_at",
                table: "maintenance_announcements",
                column: "due_at",
                filter: "sent_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_maintenance_items_plan_phase",
                table: "maintenance_items",
                columns: new[] { "plan", "phase" });

            migrationBuilder.CreateIndex(
                name: "ix_maintenance_plans_environment_id",
                table: "maintenance_plans",
                column: "environment_id");

            migrationBuilder.CreateIndex(
                name: "ix_maintenance_plans_key",
                table: "maintenance_plans",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_maintenance_plans_series_id_occurrence_at",
                table: "maintenance_plans",
                columns: new[] { "series_id", "occurrence_at" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_maintenance_plans_state_starts_at",
                table: "maintenance_plans",
                columns: new[] { "state", "starts_at" });

            migrationBuilder.CreateIndex(
                name: "ix_maintenance_series_environment_id",
                table: "maintenance_series",
                column: "environment_id");

            migrationBuilder.CreateIndex(
                name: "ix_maintenance_series_next_at",
                table: "maintenance_series",
                column: "next_at",
                filter: "next_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_maintenance_series_source",
                table: "maintenance_series",
                column: "source",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_maintenance_signatures_plan_item_user_id",
                table: "maintenance_signatures",
                columns: new[] { "plan", "item", "user_id" },
                unique: true,
                filter: "withdrawn_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_maintenance_signatures_plan_key",
                table: "maintenance_signatures",
                columns: new[] { "plan", "key" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_alert_silences_maintenance_plans_maintenance",
                table: "alert_silences",
                column: "maintenance",
                principalTable: "maintenance_plans",
                principalColumn: "number",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_executions_maintenance_plans_maintenance",
                table: "executions",
                column: "maintenance",
                principalTable: "maintenance_plans",
                principalColumn: "number",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_alert_silences_maintenance_plans_maintenance",
                table: "alert_silences");

            migrationBuilder.DropForeignKey(
                name: "fk_executions_maintenance_plans_maintenance",
                table: "executions");

            migrationBuilder.DropTable(
                name: "maintenance_announcements");

            migrationBuilder.DropTable(
                name: "maintenance_entries");

            migrationBuilder.DropTable(
                name: "maintenance_presences");

            migrationBuilder.DropTable(
                name: "maintenance_signatures");

            migrationBuilder.DropTable(
                name: "maintenance_items");

            migrationBuilder.DropTable(
                name: "maintenance_phases");

            migrationBuilder.DropTable(
                name: "maintenance_plans");

            migrationBuilder.DropTable(
                name: "maintenance_series");

            migrationBuilder.DropCheckConstraint(
                name: "ck_pages_incident",
                table: "pages");

            migrationBuilder.DropIndex(
                name: "ix_executions_maintenance",
                table: "executions");

            migrationBuilder.DropIndex(
                name: "ix_alert_silences_maintenance",
                table: "alert_silences");

            migrationBuilder.DropColumn(
                name: "address",
                table: "pages");

            migrationBuilder.DropColumn(
                name: "text",
                table: "pages");

            migrationBuilder.DropColumn(
                name: "maintenance",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "maintenance_item",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "maintenance",
                table: "alert_silences");

            migrationBuilder.DropColumn(
                name: "scope",
                table: "alert_silences");

            migrationBuilder.AddCheckConstraint(
                name: "ck_pages_incident",
                table: "pages",
                sql: "(kind = 'Test') = (incident is null)");
        }
    }
}
