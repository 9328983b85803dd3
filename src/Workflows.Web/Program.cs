using Workflows.Web.Hosting;

try
{
    await using var app = WorkflowsWebApplication.Build(args);
    await app.ServeAsync();
    return 0;
}
catch (StartupException refusal)
{
    // Something the person who starts the server can put right: they need the sentence, not the stack.
    await Console.Error.WriteLineAsync(refusal.Message);
    return 1;
}
