using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Workflows.Web.Components.Shared;

/// <summary>Says what an act has done, where it stays while the page moves on.</summary>
internal static class SnackbarExtensions
{
    /// <summary>Shows a sentence for some seconds.</summary>
    public static void Say(this ISnackbar snackbar, string text)
    {
        snackbar.Say(text, options => { });
    }

    /// <summary>Shows a sentence for some seconds, with a button that opens what it is about.</summary>
    public static void Say(this ISnackbar snackbar, NavigationManager navigation, string text, string link, string linkText = "Open request")
    {
        snackbar.Say(text, options =>
        {
            options.Action = linkText;
            options.OnClick = _ =>
            {
                navigation.NavigateTo(link);
                return Task.CompletedTask;
            };
        });
    }

    private static void Say(this ISnackbar snackbar, string text, Action<SnackbarOptions> configure)
    {
        // One at a time: the last act is what counts.
        snackbar.Clear();
        snackbar.Add(text, Severity.Normal, options =>
        {
            options.Icon = Icons.Material.Rounded.CheckCircle;
            options.VisibleStateDuration = 8000;
            configure(options);
        });
    }
}
