namespace Workflows.Web.Features.Forms;

/// <summary>Something wrong with the data of a form, found by somebody else than the form: the server that refused it.</summary>
/// <param name="Pointer">JSON pointer of the value; a missing one counts where it should be.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record FieldError(string Pointer, string Message);
