using System.Text;

namespace Workflows.Web;

/// <summary>Every route of the product: the templates for <c>@page</c>, and the addresses to link to.</summary>
internal static class Urls
{
    public const string Home = "/";
    public const string Inbox = "/tasks";
    public const string TaskTemplate = "/tasks/{Id}";
    public const string Start = "/start";
    public const string StartFormTemplate = "/start/{Key}";
    public const string Requests = "/requests";
    public const string Definitions = "/definitions";
    public const string DefinitionTemplate = "/definitions/{Key}";
    public const string Instances = "/instances";
    public const string InstanceTemplate = "/instances/{Id}";
    public const string Attention = "/attention";
    public const string Incidents = "/incidents";
    public const string IncidentTemplate = "/incidents/{Fingerprint}";
    public const string Schedules = "/schedules";
    public const string ScheduleTemplate = "/schedules/{Id}";
    public const string Webhooks = "/admin/webhooks";
    public const string WebhookTemplate = "/admin/webhooks/{Id}";
    public const string DeadLetters = "/admin/webhooks?view=dead";
    public const string Audit = "/admin/audit";
    public const string ApiKeys = "/admin/api-keys";
    public const string Retention = "/admin/retention";
    public const string Users = "/admin/users";
    public const string Login = "/login";
    public const string Logout = "/logout";
    public const string DemoSignIn = "/login/demo";
    public const string Setup = "/setup";
    public const string Password = "/password";
    public const string Denied = "/denied";
    public const string NotFound = "/not-found";
    public const string Error = "/error";
    public const string Live = "/health/live";
    public const string Ready = "/health/ready";
    public const string Metrics = "/metrics";
    public const string Api = "/api/v1";
    public const string DefinitionSchema = "/schemas/workflow-definition.json";

    public static string Task(string id)
    {
        return $"{Inbox}/{Escape(id)}";
    }

    public static string StartForm(string key)
    {
        return $"{Start}/{Escape(key)}";
    }

    public static string Definition(string key)
    {
        return $"{Definitions}/{Escape(key)}";
    }

    /// <summary>A version of a definition.</summary>
    public static string DefinitionAt(string key, string version)
    {
        return $"{Definition(key)}?version={Escape(version)}";
    }

    /// <summary>Several definitions as one document: keys, or keys with a version behind an at sign.</summary>
    public static string Bundle(IEnumerable<string> definitions, string format)
    {
        return $"{Api}/bundles?format={Escape(format)}{string.Concat(definitions.Select(definition => $"&definition={Escape(definition)}"))}";
    }

    /// <summary>The instances of a definition.</summary>
    public static string InstancesOf(string definition)
    {
        return $"{Instances}?definition={Escape(definition)}";
    }

    public static string Instance(string id)
    {
        return $"{Instances}/{Escape(id)}";
    }

    /// <summary>The incidents of one cause.</summary>
    public static string Incident(string fingerprint)
    {
        return $"{Incidents}/{Escape(fingerprint)}";
    }

    public static string Schedule(string id)
    {
        return $"{Schedules}/{Escape(id)}";
    }

    public static string Webhook(string id)
    {
        return $"{Webhooks}/{Escape(id)}";
    }

    public static string Problem(string code)
    {
        return $"/problems/{Escape(code)}";
    }

    /// <summary>The sign-in page that comes back to <paramref name="returnUrl"/>, a path of this site.</summary>
    public static string LoginFor(string returnUrl)
    {
        return returnUrl is "" or Home ? Login : $"{Login}?returnUrl={Escape(returnUrl)}";
    }

    /// <summary>The address when it is a path of this site, else home: a link to us must never lead somewhere else.</summary>
    public static string LocalOrHome(string? url)
    {
        return url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) ? url : Home;
    }

    /// <summary>The inbox with its filters and the selected task, all of which may be null.</summary>
    public static string InboxWith(string? scope = null, string? definition = null, string? search = null, string? task = null)
    {
        return WithQuery(Inbox, ("scope", scope), ("definition", definition), ("q", search), ("task", task));
    }

    /// <summary>What the person started, narrowed to a status.</summary>
    public static string RequestsWith(string? status)
    {
        return WithQuery(Requests, ("status", status));
    }

    /// <summary>The catalogue, narrowed to what contains <paramref name="search"/>.</summary>
    public static string StartWith(string? search)
    {
        return WithQuery(Start, ("q", search));
    }

    private static string WithQuery(string path, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var url = new StringBuilder(path);
        foreach (var (name, value) in parameters)
        {
            if (!string.IsNullOrEmpty(value))
            {
                url.Append(url.Length == path.Length ? '?' : '&').Append(name).Append('=').Append(Escape(value));
            }
        }

        return url.ToString();
    }

    private static string Escape(string value)
    {
        return Uri.EscapeDataString(value);
    }
}
