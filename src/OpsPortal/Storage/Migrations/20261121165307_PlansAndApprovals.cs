using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpsPortal.Storage.Migrations
{
    /// <inheritdoc />
    public partial class PlansAndApprovals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_executions_active",
                table: "executions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_executions_ended_is_finished",
                table: "executions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_executions_state",
                table: "executions");

            migrationBuilder.AddColumn<string>(
                name: "break_glass",
                table: "executions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "decide_until",
                table: "executions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "decided_at",
                table: "executions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "decided_by",
                table: "executions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "decided_by_id",
                table: "executions",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "decision",
                table: "executions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "plan_checked_at",
                table: "executions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "plan_hash",
                table: "executions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "reverts",
                table: "executions",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "target_key",
                table: "executions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "verification",
                table: "executions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "verified_at",
                table: "executions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "freeze",
                table: "environments",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "policy",
                table: "environments",
                type: "jsonb",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "execution_changes",
                columns: table => new
                {
                    execution_id = table.Column<long>(type: "bigint", nullable: false),
                    changes = table.Column<string>(type: "json", nullable: false),
                    protected_revert = table.Column<string>(type: "text", nullable: true),
                    reversal = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_execution_changes", x => x.execution_id);
                    table.ForeignKey(
                        name: "fk_execution_changes_executions_execution_id",
                        column: x => x.execution_id,
                        principalTable: "executions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "plans",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false),
                    requested_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    requested_by = table.Column<string>(type: "text", nullable: false),
                    environment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    runbook_id = table.Column<Guid>(type: "uuid", nullable: true),
                    step_id = table.Column<string>(type: "text", nullable: false),
                    reverts = table.Column<long>(type: "bigint", nullable: true),
                    sentence = table.Column<string>(type: "text", nullable: false),
                    target_name = table.Column<string>(type: "text", nullable: true),
                    risk = table.Column<string>(type: "text", nullable: false),
                    gate = table.Column<string>(type: "text", nullable: false),
                    parameters = table.Column<string>(type: "jsonb", nullable: false),
                    protected_parameters = table.Column<string>(type: "text", nullable: true),
                    preview = table.Column<string>(type: "json", nullable: false),
                    conflicts = table.Column<string>(type: "jsonb", nullable: false),
                    frozen = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    execution_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans", x => x.id);
                    table.ForeignKey(
                        name: "fk_plans_environments_environment_id",
                        column: x => x.environment_id,
                        principalTable: "environments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_plans_executions_execution_id",
                        column: x => x.execution_id,
                        principalTable: "executions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_executions_active",
                table: "executions",
                column: "state",
                filter: "state in ('AwaitingApproval', 'Queued', 'Running')");

            migrationBuilder.CreateIndex(
                name: "ix_executions_environment_id_target_key_id",
                table: "executions",
                columns: new[] { "environment_id", "target_key", "id" },
                filter: "target_key is not null");

            migrationBuilder.CreateIndex(
                name: "ix_executions_reverts",
                table: "executions",
                column: "reverts");

            migrationBuilder.AddCheckConstraint(
                name: "ck_executions_decided_by_another",
                table: "executions",
                sql: "decided_by_id is null or (decided_by_id <> requested_by_id and decided_at is not null and decided_by is not null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_executions_ended_is_finished",
                table: "executions",
                sql: "(state in ('AwaitingApproval', 'Queued', 'Running')) = (finished_at is null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_executions_rejected_with_reason",
                table: "executions",
                sql: "state <> 'Rejected' or (decided_at is not null and decision is not null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_executions_state",
                table: "executions",
                sql: "state in ('AwaitingApproval', 'Queued', 'Running', 'Succeeded', 'Failed', 'Cancelled', 'TimedOut', 'OutcomeUnknown', 'Rejected', 'Expired')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_executions_waits_for_somebody",
                table: "executions",
                sql: "state <> 'AwaitingApproval' or (decide_until is not null and plan_hash is not null and decided_at is null)");

            migrationBuilder.CreateIndex(
                name: "ix_plans_environment_id",
                table: "plans",
                column: "environment_id");

            migrationBuilder.CreateIndex(
                name: "ix_plans_execution_id",
                table: "plans",
                column: "execution_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_plans_expires_at",
                table: "plans",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_plans_requested_by_id_hash",
                table: "plans",
                columns: new[] { "requested_by_id", "hash" });

            migrationBuilder.AddForeignKey(
                name: "fk_executions_executions_reverts",
                table: "executions",
                column: "reverts",
                principalTable: "executions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_executions_executions_reverts",
                table: "executions");

            migrationBuilder.DropTable(
                name: "execution_changes");

            migrationBuilder.DropTable(
                name: "plans");

            migrationBuilder.DropIndex(
                name: "ix_executions_active",
                table: "executions");

            migrationBuilder.DropIndex(
                name: "ix_executions_environment_id_target_key_id",
                table: "executions");

            migrationBuilder.DropIndex(
                name: "ix_executions_reverts",
                table: "executions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_executions_decided_by_another",
                table: "executions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_executions_ended_is_finished",
                table: "executions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_executions_rejected_with_reason",
                table: "executions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_executions_state",
                table: "executions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_executions_waits_for_somebody",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "break_glass",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "decide_until",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "decided_at",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "decided_by",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "decided_by_id",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "decision",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "plan_checked_at",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "plan_hash",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "reverts",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "target_key",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "verification",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "verified_at",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "freeze",
                table: "environments");

            migrationBuilder.DropColumn(
                name: "policy",
                table: "environments");

            migrationBuilder.CreateIndex(
                name: "ix_executions_active",
                table: "executions",
                column: "state",
                filter: "state in ('Queued', 'Running')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_executions_ended_is_finished",
                table: "executions",
                sql: "(state in ('Queued', 'Running')) = (finished_at is null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_executions_state",
                table: "executions",
                sql: "state in ('Queued', 'Running', 'Succeeded', 'Failed', 'Cancelled', 'TimedOut', 'OutcomeUnknown')");
        }
    }
}
