using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpsPortal.Storage.Migrations
{
    /// <inheritdoc />
    public partial class QueueInTheLedger : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_executions_active",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "enqueued_at",
                table: "executions");

            migrationBuilder.CreateIndex(
                name: "ix_executions_active",
                table: "executions",
                columns: new[] { "state", "id" },
                filter: "state in ('AwaitingApproval', 'Queued', 'Running')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_executions_active",
                table: "executions");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "enqueued_at",
                table: "executions",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.CreateIndex(
                name: "ix_executions_active",
                table: "executions",
                column: "state",
                filter: "state in ('AwaitingApproval', 'Queued', 'Running')");
        }
    }
}
