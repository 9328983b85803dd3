using Workflows.Engine.Definitions.Documents;

namespace Workflows.Engine.Definitions.Checks;

/// <content>Webhooks that steps wait for, and steps that tell others their addresses.</content>
internal sealed partial class DefinitionCheck
{
    private void CheckWebhooks()
    {
        Dictionary<string, string?> secrets = [];
        for (var i = 0; i < _steps.Length; i++)
        {
            foreach (var (at, webhook) in WebhooksOf(_steps[i]))
            {
                if (!secrets.TryAdd(webhook.Name, webhook.Secret) && secrets[webhook.Name] != webhook.Secret)
                {
                    _problems.Error(
                        ProblemCodes.WebhookSecret, $"/steps/{i}{at}/secret", $"The webhook '{webhook.Name}' has another secret at another step: an address has one secret. Give one of them another name.");
                }
            }
        }

        for (var i = 0; i < _steps.Length; i++)
        {
            foreach (var (at, name) in (_steps[i].Body as StepBody.Machine)?.With?.Callbacks ?? [])
            {
                if (!secrets.ContainsKey(name))
                {
                    _problems.Error(
                        ProblemCodes.WebhookUnknown, $"/steps/{i}/with{at}", $"No step here waits for the webhook '{DefinitionParts.Clip(name)}'.{DocumentObject.DidYouMean(name, secrets.Keys, "")}");
                }
            }
        }
    }

    private static IEnumerable<(string Place, Trigger.Webhook Webhook)> WebhooksOf(Step step)
    {
        if (step.Body is StepBody.Wait { For: Trigger.Webhook body })
        {
            yield return ("", body);
        }

        for (var t = 0; t < step.Triggers.Length; t++)
        {
            if (step.Triggers[t].On is Trigger.Webhook webhook)
            {
                yield return ($"/on/{t}", webhook);
            }
        }
    }
}
