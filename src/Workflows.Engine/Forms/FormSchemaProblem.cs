namespace Workflows.Engine.Forms;

/// <summary>One reason why a document is not a usable form schema.</summary>
/// <param name="Pointer">
/// JSON pointer of the place. Places in the UI schema start with <c>/uiSchema</c>; everything else is relative to the schema.
/// </param>
/// <param name="Code">
/// A stable code: <c>schema.json</c> (not JSON), <c>schema.keyword</c> (a keyword has a value it cannot have), <c>schema.ref</c> (a reference
/// leads nowhere or in a circle), <c>schema.remote</c> (a reference leaves the document), <c>schema.regex</c>, <c>schema.draft</c>,
/// <c>schema.limit</c> or <c>schema.ui</c>.
/// </param>
/// <param name="Message">A sentence for the author of the form.</param>
public sealed record FormSchemaProblem(string Pointer, string Code, string Message);
