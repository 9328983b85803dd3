using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Workflows.Web.Auth;
using Workflows.Web.Hosting;

namespace Workflows.Web.Tests.Hosting;

/// <summary>The whole server in this process, on a data folder of its own.</summary>
internal sealed class WebServer(string environment) : WebApplicationFactory<Program>
{
    public const string Password = "correct horse battery";

    private readonly string _folder = Directory.CreateTempSubdirectory("workflows-web-").FullName;

    /// <summary>The path of the data folder.</summary>
    public string Folder => _folder;

    /// <summary>What tests replace.</summary>
    public Action<IServiceCollection> Replace { get; init; } = _ => { };

    /// <summary>What tests configure.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public T Get<T>()
        where T : notnull
    {
        return Services.GetRequiredService<T>();
    }

    /// <summary>A browser without JavaScript: it keeps cookies, and shows redirects.</summary>
    public HttpClient Browser()
    {
        return CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
    }

    /// <summary>Adds somebody who signs in with <see cref="Password"/>.</summary>
    public async Task AddPersonAsync(string id, bool isOneTime = false, string[]? roles = null, string[]? groups = null)
    {
        var problems = await Get<People>().CreateAsync(id, $"{id} of tests", Password, isOneTime, roles ?? [Roles.User], groups ?? [], default);
        Assert.Empty(problems);
    }

    /// <summary>Loads a page, fills in its form as a person would, and sends it.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(HttpClient browser, string page, params (string Name, string Value)[] fields)
    {
        var form = (await PageAsync(browser, page)).QuerySelector("form[method=post]")!;
        var content = form.QuerySelectorAll("input[type=hidden]").Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value")!))
            .Concat(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await browser.PostAsync(page, new FormUrlEncodedContent(content));
    }

    public static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string id, string password = Password, string page = Urls.Login)
    {
        return SubmitAsync(browser, page, ("Input.UserName", id), ("Input.Password", password));
    }

    public static async Task<IDocument> PageAsync(HttpClient browser, string page)
    {
        return await ParseAsync(await browser.GetAsync(page));
    }

    public static async Task<IDocument> ParseAsync(HttpResponseMessage response)
    {
        return await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync());
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(environment);
        builder.UseSetting(DataFolder.ConfigurationKey, _folder);
        foreach (var (key, value) in Settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.ConfigureTestServices(services =>
        {
            // What makes a password expensive to guess makes a test slow.
            services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1);
            Replace(services);
        });
    }
}
