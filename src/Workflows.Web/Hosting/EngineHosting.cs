using Workflows.Engine.Runtime;
using Workflows.Engine.Steps;
using Workflows.Engine.Steps.Outbound;
using Workflows.Mail;
using Workflows.Samples;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Hosting;

/// <summary>The engine inside the server: where its instances live, and what it knows from the start.</summary>
internal static class EngineHosting
{
    /// <summary>The configuration key that says whether the sample workflows are published at the start; by default they are in Development only.</summary>
    public const string SamplesKey = "Workflows:Samples";

    public static void AddEngine(this WebApplicationBuilder builder, DataFolder folder, PostgresSetting? postgres)
    {
        var samples = builder.Configuration.GetValue<bool?>(SamplesKey) ?? builder.Environment.IsDevelopment();
        builder.Services.AddWorkflows(workflows =>
        {
            _ = postgres is null ? workflows.UseSqlite(folder.WorkflowsDatabase) : workflows.UsePostgres(postgres.ConnectionString);
            workflows.AddMail();
            if (samples)
            {
                workflows.AddSamples();
            }
        });
        builder.Services.Configure<EngineOptions>(options => options.PublicUrl = builder.Configuration["Workflows:PublicUrl"]);
        builder.Services.Configure<OutboundOptions>(builder.Configuration.GetSection("Workflows:Outbound"));
        builder.Services.Configure<MailOptions>(options =>
        {
            builder.Configuration.GetSection("Workflows:Mail").Bind(options);
            if (builder.Environment.IsDevelopment())
            {
                options.From ??= "workflows@localhost";
                options.PickupFolder ??= folder.Mail;
            }
        });
        builder.Services.Configure<SecretOptions>(options => builder.Configuration.GetSection("Workflows:Secrets").Bind(options.Values));
        builder.Services.Configure<RetentionOptions>(builder.Configuration.GetSection("Workflows:Retention"));
        builder.Services.PostConfigure<RetentionOptions>(retention =>
            retention.ArchiveFolder = string.IsNullOrWhiteSpace(retention.ArchiveFolder) ? null : Path.Combine(folder.Path, retention.ArchiveFolder));
        builder.Services.AddSingleton<GuardedEngine>();
        builder.Services.AddSingleton<GuardedAttention>();
        builder.Services.AddSingleton<IPeopleDirectory, PeopleDirectory>();
        builder.Services.AddSingleton<GuardedCallbacks>();
        builder.Services.AddSingleton<GuardedSchedules>();
        builder.Services.AddSingleton<GuardedWebhooks>();
        builder.Services.AddSingleton<GuardedRetention>();
        builder.Services.AddSingleton<GuardedAudit>();
        builder.Services.AddSingleton<GuardedIncidents>();
    }
}
