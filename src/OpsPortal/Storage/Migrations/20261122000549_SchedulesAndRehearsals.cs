using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OpsPortal.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SchedulesAndRehearsals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                name: "ix_step_healths_environment_id",
                table: "step_healths",
                column: "environment_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "schedule_approvals");

            migrationBuilder.DropTable(
                name: "schedule_firings");

            migrationBuilder.DropTable(
                name: "step_healths");

            migrationBuilder.DropTable(
                name: "step_rehearsals");

            migrationBuilder.DropTable(
                name: "run_schedules");

            migrationBuilder.DropTable(
                name: "rehearsals");
        }
    }
}
