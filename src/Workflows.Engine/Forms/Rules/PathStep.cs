namespace Workflows.Engine.Forms.Rules;

/// <summary>One step of the way to a value: a member's name, or an item's index when there is no name.</summary>
internal readonly record struct PathStep(string? Name, int Index);
