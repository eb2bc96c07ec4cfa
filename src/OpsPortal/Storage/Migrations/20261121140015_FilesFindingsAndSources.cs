using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpsPortal.Storage.Migrations
{
    /// <inheritdoc />
    public partial class FilesFindingsAndSources : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "captured",
                table: "executions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "captures",
                table: "executions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "captures_secret",
                table: "executions",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "expectation",
                table: "executions",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "lookups",
                table: "executions",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.AddColumn<string>(
                name: "protected_captured",
                table: "executions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "system",
                table: "executions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "verdict",
                table: "executions",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "protected_targets",
                table: "environments",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "targets",
                table: "environments",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'{}'::jsonb");

            migrationBuilder.CreateTable(
                name: "artifacts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    execution_id = table.Column<long>(type: "bigint", nullable: false),
                    environment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    runbook_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "text", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    exact = table.Column<bool>(type: "boolean", nullable: false),
                    complete = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_artifacts", x => x.id);
                    table.CheckConstraint("ck_artifacts_size", "size >= 0");
                    table.ForeignKey(
                        name: "fk_artifacts_executions_execution_id",
                        column: x => x.execution_id,
                        principalTable: "executions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "execution_views",
                columns: table => new
                {
                    execution_id = table.Column<long>(type: "bigint", nullable: false),
                    n = table.Column<int>(type: "integer", nullable: false),
                    view = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_execution_views", x => new { x.execution_id, x.n });
                    table.ForeignKey(
                        name: "fk_execution_views_executions_execution_id",
                        column: x => x.execution_id,
                        principalTable: "executions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "runbook_files",
                columns: table => new
                {
                    runbook_id = table.Column<Guid>(type: "uuid", nullable: false),
                    path = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    size = table.Column<int>(type: "integer", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_runbook_files", x => new { x.runbook_id, x.path });
                    table.CheckConstraint("ck_runbook_files_size", "size = length(content)");
                    table.ForeignKey(
                        name: "fk_runbook_files_runbooks_runbook_id",
                        column: x => x.runbook_id,
                        principalTable: "runbooks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "runbook_sources",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    url = table.Column<string>(type: "text", nullable: false),
                    branch = table.Column<string>(type: "text", nullable: true),
                    folder = table.Column<string>(type: "text", nullable: true),
                    protected_token = table.Column<string>(type: "text", nullable: true),
                    system = table.Column<string>(type: "text", nullable: true),
                    every = table.Column<TimeSpan>(type: "interval", nullable: true),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    fetched_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    commit = table.Column<string>(type: "text", nullable: true),
                    report = table.Column<string>(type: "text", nullable: false),
                    failed = table.Column<bool>(type: "boolean", nullable: false),
                    left = table.Column<List<string>>(type: "text[]", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_runbook_sources", x => x.id);
                    table.CheckConstraint("ck_runbook_sources_every", "every is null or every >= interval '1 minute'");
                });

            migrationBuilder.CreateTable(
                name: "artifact_chunks",
                columns: table => new
                {
                    artifact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_artifact_chunks", x => new { x.artifact_id, x.n });
                    table.ForeignKey(
                        name: "fk_artifact_chunks_artifacts_artifact_id",
                        column: x => x.artifact_id,
                        principalTable: "artifacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_artifacts_environment_id_name_created_at",
                table: "artifacts",
                columns: new[] { "environment_id", "name", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_artifacts_execution_id_name",
                table: "artifacts",
                columns: new[] { "execution_id", "name" });

            migrationBuilder.CreateIndex(
                name: "ix_runbook_sources_due_at",
                table: "runbook_sources",
                column: "due_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "artifact_chunks");

            migrationBuilder.DropTable(
                name: "execution_views");

            migrationBuilder.DropTable(
                name: "runbook_files");

            migrationBuilder.DropTable(
                name: "runbook_sources");

            migrationBuilder.DropTable(
                name: "artifacts");

            migrationBuilder.DropColumn(
                name: "captured",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "captures",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "captures_secret",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "expectation",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "lookups",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "protected_captured",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "system",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "verdict",
                table: "executions");

            migrationBuilder.DropColumn(
                name: "protected_targets",
                table: "environments");

            migrationBuilder.DropColumn(
                name: "targets",
                table: "environments");
        }
    }
}
