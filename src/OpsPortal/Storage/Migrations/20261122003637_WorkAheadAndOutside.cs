using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OpsPortal.Storage.Migrations
{
    /// <inheritdoc />
    public partial class WorkAheadAndOutside : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_pages_incident",
                table: "pages");

            migrationBuilder.AddColumn<long>(
                name: "incident",
                table: "runs",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "address",
                table: "pages",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "key",
                table: "pages",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "text",
                table: "pages",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "in_doubt",
                table: "page_attempts",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "incidents",
                type: "text",
                nullable: false,
                defaultValue: "General");

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
                name: "rehearsals",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    key = table.Column<string>(type: "text", nullable: false),
                    runbook_id = table.Column<Guid>(type: "uuid", nullable: false),
                    runbook_version = table.Column<int>(type: "integer", nullable: false),
                    system = table.Column<string>(type: "text", nullable: false),
                    environment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    values = table.Column<string>(type: "jsonb", nullable: false),
                    requested_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    requested_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    worked = table.Column<int>(type: "integer", nullable: false),
                    broken = table.Column<int>(type: "integer", nullable: false),
                    needs_parameters = table.Column<int>(type: "integer", nullable: false),
                    left_out = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rehearsals", x => x.id);
                    table.ForeignKey(
                        name: "fk_rehearsals_environments_environment_id",
                        column: x => x.environment_id,
                        principalTable: "environments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_rehearsals_runbooks_runbook_id",
                        column: x => x.runbook_id,
                        principalTable: "runbooks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "run_schedules",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    runbook_id = table.Column<Guid>(type: "uuid", nullable: false),
                    system = table.Column<string>(type: "text", nullable: false),
                    part = table.Column<string>(type: "text", nullable: true),
                    part_title = table.Column<string>(type: "text", nullable: false),
                    environment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    rule = table.Column<string>(type: "text", nullable: false),
                    start = table.Column<DateTime>(type: "timestamp without time zone", nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: false),
                    parameters = table.Column<string>(type: "jsonb", nullable: false),
                    protected_parameters = table.Column<string>(type: "text", nullable: true),
                    missed = table.Column<string>(type: "text", nullable: false),
                    overlap = table.Column<string>(type: "text", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner = table.Column<string>(type: "text", nullable: false),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    paused_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    paused_by = table.Column<string>(type: "text", nullable: true),
                    pause_reason = table.Column<string>(type: "text", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run_schedules", x => x.id);
                    table.CheckConstraint("ck_run_schedules_part", "(kind = 'Rehearsal') = (part is null)");
                    table.CheckConstraint("ck_run_schedules_paused_with_reason", "(paused_at is null) = (pause_reason is null) and (paused_at is null) = (paused_by is null)");
                    table.ForeignKey(
                        name: "fk_run_schedules_environments_environment_id",
                        column: x => x.environment_id,
                        principalTable: "environments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_run_schedules_runbooks_runbook_id",
                        column: x => x.runbook_id,
                        principalTable: "runbooks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "status_pages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    audience = table.Column<string>(type: "text", nullable: false),
                    link_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    is_default = table.Column<bool>(type: "boolean", nullable: false),
                    accent = table.Column<string>(type: "text", nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: false),
                    language = table.Column<string>(type: "text", nullable: false),
                    publishes_by_rule = table.Column<bool>(type: "boolean", nullable: false),
                    logo = table.Column<byte[]>(type: "bytea", nullable: true),
                    logo_type = table.Column<string>(type: "text", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_status_pages", x => x.id);
                    table.CheckConstraint("ck_status_pages_link", "(audience = 'Link') = (link_hash is not null)");
                });

            migrationBuilder.CreateTable(
                name: "step_healths",
                columns: table => new
                {
                    runbook_id = table.Column<Guid>(type: "uuid", nullable: false),
                    environment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    step_id = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    worked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    worked_version = table.Column<int>(type: "integer", nullable: true),
                    worked_as_written = table.Column<string>(type: "text", nullable: true),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    execution = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_step_healths", x => new { x.runbook_id, x.environment_id, x.step_id });
                    table.ForeignKey(
                        name: "fk_step_healths_environments_environment_id",
                        column: x => x.environment_id,
                        principalTable: "environments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_step_healths_runbooks_runbook_id",
                        column: x => x.runbook_id,
                        principalTable: "runbooks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "test_routines",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    schedule_id = table.Column<Guid>(type: "uuid", nullable: true),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    day = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<TimeOnly>(type: "time without time zone", nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: false),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_page = table.Column<long>(type: "bigint", nullable: true),
                    last_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_problem = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_test_routines", x => x.id);
                    table.CheckConstraint("ck_test_routines_whom", "(schedule_id is null) <> (contact_id is null)");
                    table.ForeignKey(
                        name: "fk_test_routines_contacts_contact_id",
                        column: x => x.contact_id,
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_test_routines_pages_last_page",
                        column: x => x.last_page,
                        principalTable: "pages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_test_routines_schedules_schedule_id",
                        column: x => x.schedule_id,
                        principalTable: "schedules",
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
                name: "step_rehearsals",
                columns: table => new
                {
                    rehearsal_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    step_id = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    execution = table.Column<long>(type: "bigint", nullable: true),
                    written = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_step_rehearsals", x => new { x.rehearsal_id, x.number });
                    table.ForeignKey(
                        name: "fk_step_rehearsals_rehearsals_rehearsal_id",
                        column: x => x.rehearsal_id,
                        principalTable: "rehearsals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "schedule_approvals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    schedule_id = table.Column<long>(type: "bigint", nullable: false),
                    approved_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    approved_by = table.Column<string>(type: "text", nullable: false),
                    action_hash = table.Column<string>(type: "text", nullable: false),
                    sentence = table.Column<string>(type: "text", nullable: false),
                    runbook_version = table.Column<int>(type: "integer", nullable: false),
                    comment = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_because = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_schedule_approvals", x => x.id);
                    table.CheckConstraint("ck_schedule_approvals_revoked_because", "(revoked_at is null) = (revoked_because is null)");
                    table.ForeignKey(
                        name: "fk_schedule_approvals_run_schedules_schedule_id",
                        column: x => x.schedule_id,
                        principalTable: "run_schedules",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "schedule_firings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    schedule_id = table.Column<long>(type: "bigint", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    asked_by = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    executions = table.Column<List<long>>(type: "bigint[]", nullable: false),
                    rehearsal = table.Column<long>(type: "bigint", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    tell_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    tellings = table.Column<int>(type: "integer", nullable: false),
                    told = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_schedule_firings", x => x.id);
                    table.CheckConstraint("ck_schedule_firings_ended_is_finished", "(state in ('Due', 'Started')) = (finished_at is null)");
                    table.ForeignKey(
                        name: "fk_schedule_firings_run_schedules_schedule_id",
                        column: x => x.schedule_id,
                        principalTable: "run_schedules",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "status_components",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    page_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    group = table.Column<string>(type: "text", nullable: true),
                    depends_on = table.Column<string>(type: "jsonb", nullable: false),
                    system = table.Column<string>(type: "text", nullable: true),
                    fact = table.Column<string>(type: "text", nullable: true),
                    position = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_status_components", x => x.id);
                    table.ForeignKey(
                        name: "fk_status_components_status_pages_page_id",
                        column: x => x.page_id,
                        principalTable: "status_pages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "status_posts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    page_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    impact = table.Column<string>(type: "text", nullable: false),
                    components = table.Column<string>(type: "jsonb", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    monitoring_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    scheduled_for = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    scheduled_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    follows_plan = table.Column<bool>(type: "boolean", nullable: false),
                    source = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_status_posts", x => x.id);
                    table.CheckConstraint("ck_status_posts_order", "scheduled_until is null or scheduled_until > scheduled_for");
                    table.CheckConstraint("ck_status_posts_over", "(resolved_at is not null) = (status in ('Resolved', 'Postmortem', 'Completed'))");
                    table.CheckConstraint("ck_status_posts_plan", "(kind = 'Maintenance') = (scheduled_for is not null and scheduled_until is not null)");
                    table.ForeignKey(
                        name: "fk_status_posts_status_pages_page_id",
                        column: x => x.page_id,
                        principalTable: "status_pages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "status_subscribers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    page_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    protected_address = table.Column<string>(type: "text", nullable: false),
                    address_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    shown = table.Column<string>(type: "text", nullable: false),
                    components = table.Column<string>(type: "jsonb", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    confirmed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_because = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_status_subscribers", x => x.id);
                    table.ForeignKey(
                        name: "fk_status_subscribers_status_pages_page_id",
                        column: x => x.page_id,
                        principalTable: "status_pages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
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
                name: "status_proposals",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    page_id = table.Column<Guid>(type: "uuid", nullable: false),
                    component_id = table.Column<Guid>(type: "uuid", nullable: true),
                    system = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    evidence = table.Column<string>(type: "text", nullable: true),
                    planned_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    planned_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_status_proposals", x => x.id);
                    table.CheckConstraint("ck_status_proposals_planned", "(component_id is null) = (planned_from is not null and planned_until is not null)");
                    table.ForeignKey(
                        name: "fk_status_proposals_status_components_component_id",
                        column: x => x.component_id,
                        principalTable: "status_components",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_status_proposals_status_pages_page_id",
                        column: x => x.page_id,
                        principalTable: "status_pages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "status_spans",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    component_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    to = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_status_spans", x => x.id);
                    table.CheckConstraint("ck_status_spans_order", "\"to\" is null or \"to\" >= \"from\"");
                    table.ForeignKey(
                        name: "fk_status_spans_status_components_component_id",
                        column: x => x.component_id,
                        principalTable: "status_components",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "status_updates",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    post_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    affected = table.Column<string>(type: "jsonb", nullable: false),
                    evidence = table.Column<string>(type: "text", nullable: true),
                    by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    by = table.Column<string>(type: "text", nullable: false),
                    notifies = table.Column<bool>(type: "boolean", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_status_updates", x => x.id);
                    table.ForeignKey(
                        name: "fk_status_updates_status_posts_post_id",
                        column: x => x.post_id,
                        principalTable: "status_posts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
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
                name: "status_messages",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    subscriber_id = table.Column<Guid>(type: "uuid", nullable: false),
                    update_id = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    claim_id = table.Column<Guid>(type: "uuid", nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_status_messages", x => x.id);
                    table.CheckConstraint("ck_status_messages_sending_is_held", "(state = 'Sending') = (claim_id is not null) and (claim_id is null) = (lease_until is null)");
                    table.ForeignKey(
                        name: "fk_status_messages_status_subscribers_subscriber_id",
                        column: x => x.subscriber_id,
                        principalTable: "status_subscribers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_status_messages_status_updates_update_id",
                        column: x => x.update_id,
                        principalTable: "status_updates",
                        principalColumn: "id");
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

            migrationBuilder.CreateIndex(
                name: "ix_runs_incident",
                table: "runs",
                column: "incident");

            migrationBuilder.CreateIndex(
                name: "ix_pages_incident_key_contact_id",
                table: "pages",
                columns: new[] { "incident", "key", "contact_id" },
                unique: true,
                filter: "key is not null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_pages_incident",
                table: "pages",
                sql: "(kind in ('Test', 'Notice', 'Summons')) = (incident is null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_pages_key",
                table: "pages",
                sql: "key is null or incident is not null");

            migrationBuilder.CreateIndex(
                name: "ix_executions_maintenance",
                table: "executions",
                column: "maintenance");

            migrationBuilder.CreateIndex(
                name: "ix_alerts_forgettable",
                table: "alerts",
                column: "last_received_at",
                filter: "state = 'Resolved' and incident is null");

            migrationBuilder.CreateIndex(
                name: "ix_alert_silences_maintenance",
                table: "alert_silences",
                column: "maintenance");

            migrationBuilder.CreateIndex(
                name: "ix_allowed_diagnostics_environment_id",
                table: "allowed_diagnostics",
                column: "environment_id");

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

            migrationBuilder.CreateIndex(
                name: "ix_rehearsals_key",
                table: "rehearsals",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_rehearsals_runbook_id_environment_id_id",
                table: "rehearsals",
                columns: new[] { "runbook_id", "environment_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_rehearsals_running",
                table: "rehearsals",
                column: "environment_id",
                filter: "finished_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_run_schedules_environment_id",
                table: "run_schedules",
                column: "environment_id");

            migrationBuilder.CreateIndex(
                name: "ix_run_schedules_next_at",
                table: "run_schedules",
                column: "next_at",
                filter: "next_at is not null and paused_at is null and removed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_run_schedules_runbook_id",
                table: "run_schedules",
                column: "runbook_id");

            migrationBuilder.CreateIndex(
                name: "ix_schedule_approvals_schedule_id",
                table: "schedule_approvals",
                column: "schedule_id",
                unique: true,
                filter: "revoked_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_schedule_firings_schedule_id_due_at",
                table: "schedule_firings",
                columns: new[] { "schedule_id", "due_at" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_schedule_firings_state",
                table: "schedule_firings",
                column: "state",
                filter: "state in ('Due', 'Started')");

            migrationBuilder.CreateIndex(
                name: "ix_schedule_firings_tell_at",
                table: "schedule_firings",
                column: "tell_at",
                filter: "tell_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_status_components_page_id_position",
                table: "status_components",
                columns: new[] { "page_id", "position" });

            migrationBuilder.CreateIndex(
                name: "ix_status_components_system",
                table: "status_components",
                column: "system",
                filter: "removed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_status_messages_due",
                table: "status_messages",
                column: "due_at",
                filter: "state in ('Waiting', 'Sending')");

            migrationBuilder.CreateIndex(
                name: "ix_status_messages_subscriber_id_update_id",
                table: "status_messages",
                columns: new[] { "subscriber_id", "update_id" },
                unique: true,
                filter: "update_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_status_messages_update_id",
                table: "status_messages",
                column: "update_id");

            migrationBuilder.CreateIndex(
                name: "ix_status_pages_is_default",
                table: "status_pages",
                column: "is_default",
                unique: true,
                filter: "is_default and removed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_status_pages_slug",
                table: "status_pages",
                column: "slug",
                unique: true,
                filter: "removed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_status_posts_page_id_source",
                table: "status_posts",
                columns: new[] { "page_id", "source" },
                unique: true,
                filter: "source is not null");

            migrationBuilder.CreateIndex(
                name: "ix_status_posts_page_id_started_at",
                table: "status_posts",
                columns: new[] { "page_id", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_status_proposals_component_id_id",
                table: "status_proposals",
                columns: new[] { "component_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_status_proposals_planned",
                table: "status_proposals",
                columns: new[] { "page_id", "source" },
                unique: true,
                filter: "component_id is null");

            migrationBuilder.CreateIndex(
                name: "ix_status_proposals_waiting",
                table: "status_proposals",
                column: "component_id",
                unique: true,
                filter: "outcome = 'Waiting' and component_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_status_spans_component_id_from",
                table: "status_spans",
                columns: new[] { "component_id", "from" });

            migrationBuilder.CreateIndex(
                name: "ix_status_spans_open",
                table: "status_spans",
                column: "component_id",
                unique: true,
                filter: "\"to\" is null");

            migrationBuilder.CreateIndex(
                name: "ix_status_subscribers_page_id_address_hash",
                table: "status_subscribers",
                columns: new[] { "page_id", "address_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_status_updates_post_id_number",
                table: "status_updates",
                columns: new[] { "post_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_step_healths_environment_id",
                table: "step_healths",
                column: "environment_id");

            migrationBuilder.CreateIndex(
                name: "ix_test_routines_contact_id",
                table: "test_routines",
                column: "contact_id");

            migrationBuilder.CreateIndex(
                name: "ix_test_routines_last_page",
                table: "test_routines",
                column: "last_page");

            migrationBuilder.CreateIndex(
                name: "ix_test_routines_next_at",
                table: "test_routines",
                column: "next_at");

            migrationBuilder.CreateIndex(
                name: "ix_test_routines_schedule_id",
                table: "test_routines",
                column: "schedule_id");

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
                name: "fk_alert_silences_maintenance_plans_maintenance",
                table: "alert_silences");

            migrationBuilder.DropForeignKey(
                name: "fk_executions_maintenance_plans_maintenance",
                table: "executions");

            migrationBuilder.DropForeignKey(
                name: "fk_runs_incidents_incident",
                table: "runs");

            migrationBuilder.DropTable(
                name: "allowed_diagnostics");

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
                name: "guide_ticks");

            migrationBuilder.DropTable(
                name: "maintenance_announcements");

            migrationBuilder.DropTable(
                name: "maintenance_entries");

            migrationBuilder.DropTable(
                name: "maintenance_presences");

            migrationBuilder.DropTable(
                name: "maintenance_signatures");

            migrationBuilder.DropTable(
                name: "schedule_approvals");

            migrationBuilder.DropTable(
                name: "schedule_firings");

            migrationBuilder.DropTable(
                name: "status_messages");

            migrationBuilder.DropTable(
                name: "status_proposals");

            migrationBuilder.DropTable(
                name: "status_spans");

            migrationBuilder.DropTable(
                name: "step_healths");

            migrationBuilder.DropTable(
                name: "step_rehearsals");

            migrationBuilder.DropTable(
                name: "test_routines");

            migrationBuilder.DropTable(
                name: "checks");

            migrationBuilder.DropTable(
                name: "maintenance_items");

            migrationBuilder.DropTable(
                name: "run_schedules");

            migrationBuilder.DropTable(
                name: "status_subscribers");

            migrationBuilder.DropTable(
                name: "status_updates");

            migrationBuilder.DropTable(
                name: "status_components");

            migrationBuilder.DropTable(
                name: "rehearsals");

            migrationBuilder.DropTable(
                name: "maintenance_phases");

            migrationBuilder.DropTable(
                name: "status_posts");

            migrationBuilder.DropTable(
                name: "maintenance_plans");

            migrationBuilder.DropTable(
                name: "status_pages");

            migrationBuilder.DropTable(
                name: "maintenance_series");

            migrationBuilder.DropIndex(
                name: "ix_runs_incident",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "ix_pages_incident_key_contact_id",
                table: "pages");

            migrationBuilder.DropCheckConstraint(
                name: "ck_pages_incident",
                table: "pages");

            migrationBuilder.DropCheckConstraint(
                name: "ck_pages_key",
                table: "pages");

            migrationBuilder.DropIndex(
                name: "ix_executions_maintenance",
                table: "executions");

            migrationBuilder.DropIndex(
                name: "ix_alerts_forgettable",
                table: "alerts");

            migrationBuilder.DropIndex(
                name: "ix_alert_silences_maintenance",
                table: "alert_silences");

            migrationBuilder.DropColumn(
                name: "incident",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "address",
                table: "pages");

            migrationBuilder.DropColumn(
                name: "key",
                table: "pages");

            migrationBuilder.DropColumn(
                name: "text",
                table: "pages");

            migrationBuilder.DropColumn(
                name: "in_doubt",
                table: "page_attempts");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "incidents");

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
