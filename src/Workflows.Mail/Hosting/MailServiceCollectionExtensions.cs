using Workflows.Engine.Hosting;
using Workflows.Mail;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds mail to the engine.</summary>
public static class MailServiceCollectionExtensions
{
    /// <summary>Adds the machine step <c>email</c>. How mail is sent is said by <see cref="MailOptions"/>.</summary>
    public static WorkflowsBuilder AddMail(this WorkflowsBuilder workflows)
    {
        ArgumentNullException.ThrowIfNull(workflows);
        workflows.Services.AddOptions<MailOptions>().ValidateDataAnnotations();
        return workflows.AddStep<EmailStep>(EmailStep.Name, EmailStep.Shape);
    }
}
