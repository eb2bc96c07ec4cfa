using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpsPortal.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SystemFacts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "facts_version",
                table: "runbooks",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "system_facts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    system_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    origins = table.Column<string>(type: "jsonb", nullable: false),
                    by_hand = table.Column<string>(type: "jsonb", nullable: false),
                    choices = table.Column<string>(type: "jsonb", nullable: false),
                    gone = table.Column<bool>(type: "boolean", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: true),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_system_facts", x => x.id);
                    table.CheckConstraint("ck_system_facts_key", "key <> ''");
                    table.ForeignKey(
                        name: "fk_system_facts_systems_system_id",
                        column: x => x.system_id,
                        principalTable: "systems",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_system_facts_kind_key",
                table: "system_facts",
                columns: new[] { "kind", "key" });

            migrationBuilder.CreateIndex(
                name: "ix_system_facts_system_id_kind_key",
                table: "system_facts",
                columns: new[] { "system_id", "kind", "key" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "system_facts");

            migrationBuilder.DropColumn(
                name: "facts_version",
                table: "runbooks");
        }
    }
}
