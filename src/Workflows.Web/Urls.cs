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
    public const string ApiKeys = "/admin/api-keys";
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
    public const string Api = "/api/v1";

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

    public static string Instance(string id)
    {
        return $"{Instances}/{Escape(id)}";
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

    private static string Escape(string value)
    {
        return Uri.EscapeDataString(value);
    }
}
