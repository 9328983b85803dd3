using System.Text;
using System.Text.Json;
using Workflows.Engine.Forms;

namespace Workflows.Engine.Tests.Forms;

public sealed class FormSchemaFuzzTests
{
    private const int Rounds = 5_000;

    private const string Schema =
        """
        {"$id":"a","type":"object","required":["n","list"],"properties":{"n":{"type":["integer","null"],"minimum":-1,"multipleOf":0.5},"list":{"items":{"$ref":"#/$defs/x"},
        "uniqueItems":true,"contains":{"const":"a"}},"t":{"pattern":"^\\p{L}[\\w-]+(?=x)$","format":"date-time","minLength":1}},"patternProperties":{"^x":false},
        "if":{"required":["t"]},"then":{"dependentRequired":{"t":["n"]}},"oneOf":[{"properties":{"k":{"const":1}}},{"$dynamicRef":"#d"}],
        "$defs":{"x":{"enum":["a",1,{"b":[]}],"$anchor":"e"},"y":{"$dynamicAnchor":"d","not":{"propertyNames":{"maxLength":1}}}},"unevaluatedProperties":{"type":"string"}}
        """;

    private const string Data = """{"n":1.5e3,"list":["a",1,{"b":[]}],"t":"2026-01-31T10:00:00Z","k":1,"xyz":"\ud83d\ude00","deep":[[{"a":null}]]}""";

    private static readonly string[] s_pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\ud800", "null", "true", "-1", "1e99999", "0.1", "\"$ref\"", "\"#\"", "\"#/$defs/x\"", "\"items\"", "\"(\"", "\"$schema\"", "{}", "[]",
    ];

    [Fact]
    public void ParseAndValidate_MutatedDocuments_OnlyEverFailInOrder()
    {
        var random = new Random(20260131);
        var compiled = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var schema = Mutate(Schema, random);
            try
            {
                var form = FormSchema.Parse(schema);
                compiled++;
                foreach (var error in form.Validate(Read(Mutate(Data, random))))
                {
                    Assert.NotEmpty(error.Message);
                }
            }
            catch (FormSchemaException e)
            {
                Assert.NotEmpty(e.Problems);
            }
        }

        Assert.True(compiled > Rounds / 20, $"Only {compiled} mutants compiled.");
    }

    private static JsonElement Read(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return JsonElement.Parse(Data);
        }
    }

    private static string Mutate(string text, Random random)
    {
        var mutant = new StringBuilder(text);
        for (var change = random.Next(3); change >= 0; change--)
        {
            var position = random.Next(mutant.Length);
            if (random.Next(2) == 0)
            {
                mutant.Remove(position, Math.Min(random.Next(1, 5), mutant.Length - position));
            }
            else
            {
                mutant.Insert(position, s_pieces[random.Next(s_pieces.Length)]);
            }
        }

        return mutant.ToString();
    }
}
