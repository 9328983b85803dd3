using System.Text.Json;

namespace Workflows.Web.Features.Forms;

// What is wrong, and who may know already.
internal sealed partial class FormState
{
    private readonly Dictionary<FormField, string> _serverErrors = [];
    private Dictionary<FormField, string> _errors = [];

    /// <summary>The person has tried to hand it in: every error may be shown.</summary>
    public bool IsSubmitted { get; private set; }

    /// <summary>Everything wrong that may be shown in a list, in the order of the fields. Empty until the form was handed in.</summary>
    public List<FormProblem> FindProblems()
    {
        return
        [
            .. from place in Root.Walk()
               let message = IsSubmitted ? MessageOf(place) : _serverErrors.GetValueOrDefault(place)
               where message is not null
               select new FormProblem(place, PathOf(place), message),
        ];
    }

    /// <summary>What to say at the field: nothing before the person has been there.</summary>
    public string? ErrorOf(FormField field)
    {
        return IsSubmitted || field.IsTouched ? MessageOf(field) : _serverErrors.GetValueOrDefault(field);
    }

    /// <summary>The person left the field: from now on it says what is wrong with it.</summary>
    public static void Touch(FormField field)
    {
        field.IsTouched = true;
    }

    /// <summary>The complete data; null, and every error may be shown, when something is wrong.</summary>
    public JsonElement? Submit()
    {
        IsSubmitted = true;
        _serverErrors.Clear();
        Validate();
        return _errors.Count == 0 ? JsonSerializer.SerializeToElement(Pruned()) : null;
    }

    /// <summary>Shows what the server found. Each error stays until its field is changed or the form is handed in again.</summary>
    public void ShowServerErrors(IEnumerable<FieldError> errors)
    {
        _serverErrors.Clear();
        foreach (var error in errors)
        {
            var (field, unknown) = Find(error.Pointer);
            _serverErrors.TryAdd(field, unknown.Length == 0 ? error.Message : $"{FieldNames.Humanize(unknown)}: {error.Message}");
        }
    }

    private static string Unreadable(FormField field)
    {
        return field.Spec.Kind switch
        {
            FieldKind.Integer => "Enter a whole number, such as 12.",
            FieldKind.Number => "Enter a number, such as 12.5.",
            FieldKind.Time => "Enter a time, such as 09:30.",
            _ => "Enter a date and a time.",
        };
    }

    /// <summary>Where a field is, in the titles of what it is in.</summary>
    private static string PathOf(FormField field)
    {
        var path = new List<string>();
        for (var place = field; place.Parent is not null; place = place.Parent)
        {
            path.Insert(0, place.Title);
        }

        return string.Join(" \u203a ", path);
    }

    private string? MessageOf(FormField field)
    {
        return _serverErrors.GetValueOrDefault(field) ?? _errors.GetValueOrDefault(field);
    }

    private void Validate()
    {
        var errors = new Dictionary<FormField, string>();
        foreach (var field in Root.Walk().Where(field => field.UnreadableText is not null))
        {
            errors.Add(field, Unreadable(field));
        }

        foreach (var error in _form.Validate(JsonSerializer.SerializeToElement(Pruned())))
        {
            // One error at a time is enough for a field.
            var (field, unknown) = Find(error.InstancePath);
            errors.TryAdd(field, unknown.Length == 0 ? error.Message : $"{FieldNames.Humanize(unknown)}: {error.Message}");
        }

        _errors = errors;
    }

    private void ForgetServerErrors(FormField changed)
    {
        foreach (var field in _serverErrors.Keys.Where(field => IsWithin(field, changed) || IsWithin(changed, field)).ToList())
        {
            _serverErrors.Remove(field);
        }
    }

    private static bool IsWithin(FormField field, FormField other)
    {
        for (var place = field; place is not null; place = place.Parent)
        {
            if (ReferenceEquals(place, other))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The field a pointer leads to, or the nearest one around it with the first step that no field has.</summary>
    private (FormField Field, string Unknown) Find(string pointer)
    {
        var field = Root;
        foreach (var step in pointer.Split('/').Skip(1))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            var next = field.Spec.Kind is FieldKind.List
                ? int.TryParse(name, out var index) ? field.Children.ElementAtOrDefault(index) : null
                : field.Children.Find(child => child.Spec.Name == name);
            if (next is null)
            {
                // Below a field of its own there is nothing else to name.
                return (field, field.Spec.Kind is FieldKind.Group ? name : "");
            }

            field = next;
        }

        return (field, "");
    }
}

/// <summary>One line of the list of errors.</summary>
/// <param name="Field">The field to go to.</param>
/// <param name="Place">What people call it; empty for the form as a whole.</param>
/// <param name="Message">What is wrong.</param>
public sealed record FormProblem(FormField Field, string Place, string Message);
