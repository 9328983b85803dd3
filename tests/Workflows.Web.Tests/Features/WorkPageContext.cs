using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MudBlazor;
using Workflows.Engine.Runtime;
using Workflows.TestKit;
using Workflows.Web.Auth;
using Workflows.Web.Components.Layout;
using Workflows.Web.Features;
using Workflows.Web.Live;
using Workflows.Web.Viewing;

namespace Workflows.Web.Tests.Features;

/// <summary>Renders pages over a <see cref="WorkBench"/>, as the person that <see cref="As"/> names.</summary>
public abstract class WorkPageContext : WebTestContext
{
    private BunitAuthorizationContext? _authorization;

    private protected WorkBench Bench { get; private set; } = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    /// <summary>The address without the host.</summary>
    private protected string Address => $"/{Navigation.ToBaseRelativePath(Navigation.Uri)}";

    /// <summary>What was said last in the corner.</summary>
    private protected string? Said => Services.GetRequiredService<ISnackbar>().ShownSnackbars.LastOrDefault()?.Message;

    public override async ValueTask InitializeAsync()
    {
        Bench = await WorkBench.OpenAsync();
        Services.AddSingleton<TimeProvider>(Bench.Time);
        Services.AddSingleton<ILoggerFactory, NullLoggerFactory>();
        Services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        Services.AddSingleton<SharedTick>();
        Services.AddSingleton(Bench.Gate);
        Services.AddSingleton(Bench.Names);
        Services.AddSingleton(new InstanceChangeFeed(
            Bench.Services.GetRequiredService<ChangeFeed>(), Bench.Time, NullLogger<InstanceChangeFeed>.Instance, new InlineTaskScheduler()));
        Services.AddScoped<InboxCount>();
        Services.AddWorkPages();
        _authorization = AddAuthorization();
        As(WorkBench.Max);
    }

    /// <summary>Signs somebody in.</summary>
    private protected void As(Person person)
    {
        // The roles first: setting them forgets the claims.
        _authorization!.SetAuthorized(person.Id).SetRoles([.. person.Roles]);
        _authorization.SetClaims([new Claim(Person.NameClaim, person.Name), .. person.Groups.Select(group => new Claim(Person.GroupClaim, group))]);
    }

    /// <summary>Opens a page at an address.</summary>
    private protected IRenderedComponent<T> Open<T>(string address, Action<ComponentParameterCollectionBuilder<T>>? parameters = null)
        where T : IComponent
    {
        Navigation.NavigateTo(address);
        return Render(parameters);
    }

    /// <summary>Lets the time pass in which changes are collected.</summary>
    private protected void LetChangesArrive()
    {
        Bench.Time.Advance(InstanceChangeFeed.Interval);
    }

    /// <summary>The text of an element with single blanks.</summary>
    private protected static string Text(INode node)
    {
        return string.Join(' ', node.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The button with these words.</summary>
    private protected static IElement Button<T>(IRenderedComponent<T> page, string words)
        where T : IComponent
    {
        return page.FindAll("button").Single(button => Text(button) == words);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await Bench.DisposeAsync();
    }
}
