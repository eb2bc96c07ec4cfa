using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OpsPortal.Storage.Migrations
{
    /// <inheritdoc />
    public partial class StatusPages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "status_messages");

            migrationBuilder.DropTable(
                name: "status_proposals");

            migrationBuilder.DropTable(
                name: "status_spans");

            migrationBuilder.DropTable(
                name: "status_subscribers");

            migrationBuilder.DropTable(
                name: "status_updates");

            migrationBuilder.DropTable(
                name: "status_components");

            migrationBuilder.DropTable(
                name: "status_posts");

            migrationBuilder.DropTable(
                name: "status_pages");
        }
    }
}
