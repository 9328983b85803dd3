namespace Workflows.Web.Features.Instances;

/// <summary>An event as people read it.</summary>
/// <param name="Text">What happened, as a sentence without its full stop; names who, and the step by its name.</param>
/// <param name="Icon">The SVG content of the icon.</param>
/// <param name="Tone">The colour token without its prefix, as in <see cref="Components.Shared.StatusLook"/>.</param>
/// <param name="Note">More about it, such as the comment, the cause or the way on; null when there is nothing to add.</param>
/// <param name="IsDetail">Whether it only says how the engine worked, so that a summary may leave it out.</param>
public sealed record EventLine(string Text, string Icon, string Tone, string? Note = null, bool IsDetail = false);
