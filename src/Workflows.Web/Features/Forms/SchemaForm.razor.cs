using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Workflows.Engine.Forms;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Forms;

/// <summary>
/// A form that a person fills in. Pages with one button use <see cref="OnSubmit"/>; pages with outcome buttons put them into
/// <see cref="ChildContent"/> and call <see cref="ValidateAndGet"/> or <see cref="SubmitAsync"/>.
/// </summary>
public sealed partial class SchemaForm : IAsyncDisposable
{
    private static int s_lastNumber;

    private readonly string _idPrefix = string.Create(CultureInfo.InvariantCulture, $"form{Interlocked.Increment(ref s_lastNumber)}");
    private FormState _state = null!;
    private List<FormProblem> _problems = [];
    private FormSchema? _shownForm;
    private JsonObject? _shownValue;
    private ErrorSummary? _summary;
    private IJSObjectReference? _module;
    private string? _focusId;
    private bool _focusSummary;
    private bool _isBusy;

    /// <summary>The form. Another one, or another <see cref="Value"/>, starts the form afresh.</summary>
    [Parameter, EditorRequired]
    public required FormSchema Form { get; set; }

    /// <summary>What is known already: a draft, or values to start from. Pass the same object again on every render; it is not changed.</summary>
    [Parameter]
    public JsonObject? Value { get; set; }

    /// <summary>Nothing can be filled in or handed in.</summary>
    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>The words on the button; say what it does.</summary>
    [Parameter]
    public string SubmitLabel { get; set; } = "Send";

    /// <summary>Raised with the complete, valid data.</summary>
    [Parameter]
    public EventCallback<JsonElement> OnSubmit { get; set; }

    /// <summary>Raised after each change with a copy of the data, complete or not; for drafts.</summary>
    [Parameter]
    public EventCallback<JsonObject> OnChange { get; set; }

    /// <summary>The page's own buttons, in place of the one of the form.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Something was changed since the form was opened.</summary>
    public bool IsDirty => _state.IsDirty;

    internal FormState State => _state;

    [Inject]
    private Viewer Viewer { get; init; } = null!;

    [Inject]
    private IJSRuntime Js { get; init; } = null!;

    /// <summary>The complete data; or null, and the form shows what is wrong.</summary>
    public JsonElement? ValidateAndGet()
    {
        var data = _state.Submit();
        _focusSummary = data is null;
        Refresh();
        return data;
    }

    /// <summary>Validates, and raises <see cref="OnSubmit"/> when nothing is wrong.</summary>
    public async Task SubmitAsync()
    {
        if (_isBusy || Disabled || ValidateAndGet() is not { } data)
        {
            return;
        }

        _isBusy = true;
        try
        {
            await OnSubmit.InvokeAsync(data);
        }
        finally
        {
            _isBusy = false;
        }
    }

    /// <summary>Shows what the server found wrong, at the fields and in the list of errors.</summary>
    public void ShowErrors(IEnumerable<FieldError> errors)
    {
        _state.ShowServerErrors(errors);
        _focusSummary = true;
        Refresh();
    }

    public async ValueTask DisposeAsync()
    {
        Viewer.Changed -= StateHasChanged;
        try
        {
            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the module with it.
        }
    }

    internal async Task ChangeAsync(Action<FormState> change)
    {
        change(_state);
        Refresh();
        if (OnChange.HasDelegate)
        {
            await OnChange.InvokeAsync(_state.Snapshot());
        }
    }

    internal void Touch(FormField field)
    {
        FormState.Touch(field);
        Refresh();
    }

    /// <summary>The ids of the help and the error of a field, as far as they are there.</summary>
    internal string? DescribedBy(FormField field)
    {
        var help = FieldNotes.TextOf(field, _state.Text).Length > 0 ? field.HelpId : null;
        var error = _state.ErrorOf(field) is not null ? field.ErrorId : null;
        return help is null || error is null ? help ?? error : $"{help} {error}";
    }

    /// <summary>Moves the focus to an element, or to the first thing in it that can have it, once it is on the page.</summary>
    internal void FocusAfterRender(string id)
    {
        _focusId = id;
        StateHasChanged();
    }

    protected override void OnInitialized()
    {
        // Times are told by the viewer's clock, which is known after the first render.
        Viewer.Changed += StateHasChanged;
    }

    protected override void OnParametersSet()
    {
        if (_shownForm is null || !Form.Equals(_shownForm) || !ReferenceEquals(Value, _shownValue))
        {
            (_shownForm, _shownValue) = (Form, Value);
            _state = new FormState(Form, Value, () => new FieldText(CultureInfo.CurrentCulture, Viewer.Zone), _idPrefix);
            _problems = [];
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focusSummary && _summary is not null)
        {
            _focusSummary = false;
            await _summary.FocusAsync();
        }

        if (_focusId is { } id)
        {
            _focusId = null;
            _module ??= await Js.InvokeAsync<IJSObjectReference>("import", "./Features/Forms/SchemaForm.razor.js");
            await _module.InvokeVoidAsync("focusField", id);
        }
    }

    private void GoTo(FormField field)
    {
        FocusAfterRender(field.Id);
    }

    // Enter in a field submits, but never chooses among several outcomes.
    private Task OnFormSubmitAsync()
    {
        return ChildContent is null ? SubmitAsync() : Task.CompletedTask;
    }

    private void Refresh()
    {
        _problems = _state.FindProblems();
        StateHasChanged();
    }
}
