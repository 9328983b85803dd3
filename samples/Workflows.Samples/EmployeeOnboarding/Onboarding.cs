using Workflows.Engine.Definitions;
using Workflows.Engine.Steps;

namespace Workflows.Samples.EmployeeOnboarding;

/// <summary>IT, HR and facilities prepare the first day side by side; when the last of them is done, the accounts are made.</summary>
public static class Onboarding
{
    public static readonly WorkflowDefinition Definition = WorkflowDefinition.Create("employee_onboarding", "1.0.0", d => d
        .Describe("IT, HR and facilities prepare a new colleague's first day side by side. When all three are done, the accounts are made.")
        .Category("People")
        .InstanceTitle("{data.employee.firstName} {data.employee.lastName}, from {data.startDate}")
        .StartForm(OnboardingForms.Start)
        .Parallel("prepare")
        .Human("it_setup", "Set up the workplace", OnboardingForms.Equipment, h => h
            .AssignToGroup("it")
            .Title("Set up a {data.equipment.laptop} laptop for {data.employee.firstName} {data.employee.lastName}")
            .Due("timestamp(data.startDate + 'T08:00:00Z') - duration('P1D')"))
        .Human("hr_documents", "Prepare the contract", OnboardingForms.Documents, h => h
            .AssignToGroup("hr")
            .Title("Contract of {data.employee.firstName} {data.employee.lastName}")
            .Due("timestamp(data.startDate + 'T08:00:00Z') - duration('P7D')"))
        .Human("facilities_desk", "Assign a desk", OnboardingForms.Desk, h => h
            .AssignToGroup("facilities")
            .Title("Desk and badge for {data.employee.firstName} {data.employee.lastName}"))
        .Parallel("ready", "Everything is ready")
        .Machine<CreateAccount>("create_account")
        .Machine<CreateMailbox>("create_mailbox")
        .End("onboarded")
        .Path("prepare", "it_setup", "ready", "create_account", "create_mailbox", "onboarded")
        .Path("prepare", "hr_documents", "ready")
        .Path("prepare", "facilities_desk", "ready"));
}
