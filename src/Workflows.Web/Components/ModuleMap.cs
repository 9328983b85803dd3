using Microsoft.AspNetCore.Components;

namespace Workflows.Web.Components;

/// <summary>The import map of every page, without the chunks of npm bundles: those carry their own hash and are not imported by name.</summary>
internal static class ModuleMap
{
    private static ImportMapDefinition? s_map;

    /// <summary>The map for these assets, made once: they do not change while the server runs.</summary>
    public static ImportMapDefinition For(ResourceAssetCollection assets)
    {
        return s_map ??= new ImportMapDefinition(
            assets
                .Where(asset => asset.Url.EndsWith(".js", StringComparison.Ordinal) && !asset.Url.Contains("/chunks/", StringComparison.Ordinal))
                .Select(asset => (asset.Url, Label: asset.Properties?.FirstOrDefault(property => property.Name == "label")?.Value))
                .Where(asset => asset.Label is not null)
                .ToDictionary(asset => $"./{asset.Label}", asset => $"./{asset.Url}"),
            scopes: null,
            integrity: null);
    }
}
