using System.Text.Json;
using Workflows.Engine.Forms;
using Workflows.TestKit;

namespace Workflows.Engine.Tests.Forms;

/// <summary>Samples of well-known form libraries, with the errors that ajv reports for their data.</summary>
public sealed class FormSampleTests
{
    [Theory]
    [InlineData("jsonforms-array-with-sorting")]
    [InlineData("jsonforms-categorization")]
    [InlineData("jsonforms-radio-group")]
    [InlineData("jsonforms-rule")]
    [InlineData("rjsf-arrays")]
    [InlineData("rjsf-date")]
    [InlineData("rjsf-defaults")]
    [InlineData("rjsf-ifThenElse")]
    [InlineData("rjsf-nested")]
    [InlineData("rjsf-numbers")]
    [InlineData("rjsf-references")]
    [InlineData("rjsf-schemaDependencies")]
    [InlineData("rjsf-simple")]
    [InlineData("rjsf-widgets")]
    public void Validate_Sample_ReportsWhatAjvReports(string name)
    {
        var sample = JsonElement.Parse(File.ReadAllBytes(SharedFiles.Require($"form-samples/{name}.json")));
        var form = FormSchema.From(sample.GetProperty("schema"), sample.GetProperty("uiSchema"));

        var errors = form.Validate(sample.GetProperty("formData"))
            .Where(error => !error.SchemaPath.Contains("/oneOf/", StringComparison.Ordinal) && !error.SchemaPath.Contains("/anyOf/", StringComparison.Ordinal))
            .Select(error => $"{error.InstancePath} {error.Keyword}");

        var expected = sample.GetProperty("expectedErrors").EnumerateArray()
            .Where(error => !error.GetProperty("keyword").ValueEquals("if"))
            .Select(error => $"{PathOf(error)} {error.GetProperty("keyword")}");
        Assert.Equal(expected.Order(), errors.Order());
    }

    // Ajv reports a missing member at its parent, we at the member itself.
    private static string PathOf(JsonElement error)
    {
        var path = error.GetProperty("instancePath").GetString();
        return error.TryGetProperty("missingProperty", out var missing) ? $"{path}/{missing}" : path!;
    }
}
