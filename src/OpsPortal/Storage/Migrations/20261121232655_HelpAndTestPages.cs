using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpsPortal.Storage.Migrations
{
    /// <inheritdoc />
    public partial class HelpAndTestPages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "key",
                table: "pages",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "in_doubt",
                table: "page_attempts",
                type: "boolean",
                nullable: false,
                defaultValue: false);

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

            migrationBuilder.CreateIndex(
                name: "ix_pages_incident_key_contact_id",
                table: "pages",
                columns: new[] { "incident", "key", "contact_id" },
                unique: true,
                filter: "key is not null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_pages_key",
                table: "pages",
                sql: "key is null or incident is not null");

            migrationBuilder.CreateIndex(
                name: "ix_alerts_forgettable",
                table: "alerts",
                column: "last_received_at",
                filter: "state = 'Resolved' and incident is null");

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "test_routines");

            migrationBuilder.DropIndex(
                name: "ix_pages_incident_key_contact_id",
                table: "pages");

            migrationBuilder.DropCheckConstraint(
                name: "ck_pages_key",
                table: "pages");

            migrationBuilder.DropIndex(
                name: "ix_alerts_forgettable",
                table: "alerts");

            migrationBuilder.DropColumn(
                name: "key",
                table: "pages");

            migrationBuilder.DropColumn(
                name: "in_doubt",
                table: "page_attempts");
        }
    }
}
