namespace Workflows.Web.Components.Shared;

/// <summary>A view in <see cref="PageTabs"/>.</summary>
/// <param name="Name">Its name in the address.</param>
/// <param name="Title">What people read.</param>
/// <param name="Url">Its address.</param>
/// <param name="Count">How many things it lists; null shows nothing.</param>
public sealed record PageTab(string Name, string Title, string Url, int? Count = null);
