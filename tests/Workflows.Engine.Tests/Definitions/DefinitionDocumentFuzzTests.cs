using System.Globalization;
using System.Text;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Tests.Definitions;

/// <summary>Hostile documents give clear problems and nothing else; whatever can be read and has no errors can be stored.</summary>
public sealed class DefinitionDocumentFuzzTests
{
    private static readonly string[] s_pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1e999", "0", "\"\"", "{}", "[]", "\\", "\\ud800", "\ud83d", "é", "\u0000", "\n", "  ", "\"kind\"", "\"human\"",
        "\"gateway\"", "\"timer\"", "\"data\"", "\"end\"", "\"machine\"", "\"after\":\"PT1H\",", "\"until\":\"now()\",", "\"set\":[{\"name\":\"x\",\"value\":\"data.\"}],",
        "\"form\":{\"schema\":{\"$ref\":\"#\"}},", "\"form\":{\"schema\":true,\"ui\":[]},", "\"cancels\":[\"\"],", "\"when\":\"((((\",", "\"id\":\"submit\",", "\"default\":true,",
        "\"timeout\":{\"after\":\"P1D\"},", "\"split\":\"all\",", "\"join\":\"all\",", "\"steps\":", "\"edges\":", "\"to\":\"submit\",", "[[[[[[[[[[[[[[[[", "{\"a\":{\"a\":{\"a\":",
    ];

    [Fact]
    public void Read_AHundredThousandMutatedDocuments_GivesDefinitionsOrProblemsAndNothingElse()
    {
        var random = new Random(20260731);
        var (read, refused) = (0, 0);
        for (var i = 0; i < 100_000; i++)
        {
            var text = Mutate(Everything.Document, random);
            try
            {
                var definition = DefinitionDocument.Read(text);
                read++;
                var problems = DefinitionValidator.Validate(definition);
                if (!problems.Any(p => p.Severity is ProblemSeverity.Error))
                {
                    var stored = DefinitionDocument.Write(definition);
                    Assert.Equal(stored, DefinitionDocument.Write(DefinitionDocument.Read(stored)));
                }
            }
            catch (DefinitionDocumentException e)
            {
                refused++;
                Assert.NotEmpty(e.Problems);
                Assert.All(e.Problems, p => Assert.True(p is { Severity: ProblemSeverity.Error, Line: > 0, Column: > 0, Message.Length: > 10 } || p.Code == "json-invalid", p.ToString()));
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"Document {i} made {e} of:\n{text}"));
            }
        }

        Assert.True(read > 5000 && refused > 50_000, $"{read} were read and {refused} refused: the mutations are too wild or too tame.");
    }

    private static string Mutate(string document, Random random)
    {
        var text = new StringBuilder(document);
        for (var changes = Math.Max(1, random.Next(-4, 5)); changes > 0 && text.Length > 1; changes--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 40), text.Length - at);
            switch (random.Next(6))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, s_pieces[random.Next(s_pieces.Length)]);
                    break;
                case 2:
                    text.Insert(random.Next(text.Length), text.ToString(at, length));
                    break;
                case 3:
                    text[at] = (char)random.Next(32, 127);
                    break;
                case 4:
                    ReplaceValue(text, random, s_pieces[random.Next(s_pieces.Length)]);
                    break;
                default:
                    SwapTexts(text, random);
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>Puts a piece in the place of the value of a random member.</summary>
    private static void ReplaceValue(StringBuilder text, Random random, string piece)
    {
        var whole = text.ToString();
        var start = whole.IndexOf(": ", random.Next(whole.Length), StringComparison.Ordinal) + 2;
        var end = start > 1 ? whole.IndexOfAny([',', '\n'], start) : -1;
        if (end > start)
        {
            text.Remove(start, end - start).Insert(start, piece.TrimEnd(','));
        }
    }

    /// <summary>Puts one quoted text in the place of another: the document stays JSON, and often means something else.</summary>
    private static void SwapTexts(StringBuilder text, Random random)
    {
        var parts = text.ToString().Split('"');
        if (parts.Length > 4)
        {
            parts[(random.Next(parts.Length / 2) * 2) + 1] = parts[(random.Next(parts.Length / 2) * 2) + 1];
            text.Clear().AppendJoin('"', parts);
        }
    }
}
