using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Workflows.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Incidents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "incidents",
                columns: table => new
                {
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    instance_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    incident = table.Column<int>(type: "INTEGER", nullable: false),
                    fingerprint = table.Column<string>(type: "TEXT", nullable: false),
                    definition = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    reference = table.Column<string>(type: "TEXT", nullable: true),
                    step = table.Column<string>(type: "TEXT", nullable: true),
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    message = table.Column<string>(type: "TEXT", nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_incidents", x => x.number);
                });

            migrationBuilder.CreateIndex(
                name: "ix_incidents_definition",
                table: "incidents",
                columns: new[] { "tenant", "definition", "opened_at", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_incidents_group",
                table: "incidents",
                columns: new[] { "tenant", "fingerprint", "opened_at", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_incidents_opened",
                table: "incidents",
                columns: new[] { "tenant", "opened_at", "number" });

            migrationBuilder.CreateIndex(
                name: "ux_incidents_incident",
                table: "incidents",
                columns: new[] { "instance_id", "incident" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "incidents");
        }
    }
}
