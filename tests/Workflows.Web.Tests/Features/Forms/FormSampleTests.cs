using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bunit;
using Workflows.Engine.Forms;
using Workflows.TestKit;
using Workflows.Web.Features.Forms;

namespace Workflows.Web.Tests.Features.Forms;

/// <summary>Samples of well-known form libraries: whatever is in them, the form opens, keeps the data, and can be edited.</summary>
public sealed class FormSampleTests : WebTestContext
{
    public static TheoryData<string> Samples =>
    [
        "jsonforms-array-with-sorting", "jsonforms-categorization", "jsonforms-radio-group", "jsonforms-rule", "rjsf-arrays", "rjsf-date", "rjsf-defaults",
        "rjsf-ifThenElse", "rjsf-nested", "rjsf-numbers", "rjsf-references", "rjsf-schemaDependencies", "rjsf-simple", "rjsf-widgets",
    ];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Form_Sample_OpensAndKeepsItsData(string name)
    {
        var (form, data) = Load(name);

        var shown = Render<SchemaForm>(parameters => parameters.Add(p => p.Form, form).Add(p => p.Value, data));
        var view = Render<SchemaView>(parameters => parameters.Add(p => p.Form, form).Add(p => p.Data, JsonSerializer.SerializeToElement(data)));

        Assert.NotEmpty(shown.FindAll("label, legend, .note"));
        Assert.NotNull(view.Markup);
        AssertKept(data, shown.Instance.State.Snapshot());
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void SetText_AnyTextFieldOfSample_ChangesExactlyThatPlace(string name)
    {
        var (form, data) = Load(name);
        var text = new FieldText(CultureInfo.InvariantCulture, TimeZoneInfo.Utc);
        foreach (var pointer in Fields(new FormState(form, data, () => text, "f")))
        {
            var state = new FormState(form, data, () => text, "f");
            var before = state.Snapshot();
            var field = state.Root.Walk().Single(candidate => candidate.Pointer == pointer);

            state.SetText(field, "changed");
            Assert.Equal("changed", state.ValueOf(field)?.GetValue<string>());
            state.SetText(field, state.Text.Show(field.Spec.Kind, At(before, pointer)));

            // What was absent or empty is absent again; everything else is as it was.
            AssertKept(Without(before, pointer), state.Snapshot());
        }
    }

    private static (FormSchema Form, JsonObject? Data) Load(string name)
    {
        var sample = JsonElement.Parse(File.ReadAllBytes(SharedFiles.Require($"form-samples/{name}.json")));
        return (FormSchema.From(sample.GetProperty("schema"), sample.GetProperty("uiSchema")), JsonSerializer.SerializeToNode(sample.GetProperty("formData")) as JsonObject);
    }

    private static List<string> Fields(FormState state)
    {
        return [.. state.Root.Walk().Where(field => field.Spec.Kind is FieldKind.Text or FieldKind.LongText).Select(field => field.Pointer)];
    }

    /// <summary>Everything in the first is in the second, unchanged; the second may know more.</summary>
    private static void AssertKept(JsonNode? expected, JsonNode? actual)
    {
        if (expected is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                AssertKept(value, Assert.IsType<JsonObject>(actual)[name]);
            }

            return;
        }

        Assert.True(JsonNode.DeepEquals(expected, actual), $"{expected?.ToJsonString()} became {actual?.ToJsonString()}.");
    }

    private static JsonNode? At(JsonObject data, string pointer)
    {
        JsonNode? node = data;
        foreach (var step in pointer.Split('/').Skip(1))
        {
            node = node is JsonArray items ? items[int.Parse(step, CultureInfo.InvariantCulture)] : (node as JsonObject)?[step];
        }

        return node;
    }

    private static JsonObject Without(JsonObject data, string pointer)
    {
        if (At(data, pointer) is JsonValue value && value.GetValueKind() is JsonValueKind.String && value.GetValue<string>().Length == 0)
        {
            ((JsonObject)value.Parent!).Remove(pointer.Split('/')[^1]);
        }

        return data;
    }
}
