using System.Text.Json;
using Workflows.Engine.Forms;

namespace Workflows.Engine.Tests.Forms;

/// <summary>What came of some files of the official suite.</summary>
/// <param name="Passed">Tests whose verdict we share.</param>
/// <param name="OutOfScope">Tests of schemas that refer to drafts we do not know, which forms refuse.</param>
/// <param name="Failures">One line for each other test.</param>
internal sealed record SuiteRun(int Passed, int OutOfScope, IReadOnlyList<string> Failures)
{
    public static SuiteRun Of(IEnumerable<string> files, bool assertFormats, Func<JsonElement, bool>? includes = null)
    {
        var (passed, outOfScope) = (0, 0);
        var failures = new List<string>();
        foreach (var file in files)
        {
            foreach (var group in JsonElement.Parse(File.ReadAllBytes(file)).EnumerateArray())
            {
                var schema = group.GetProperty("schema");
                if (includes is not null && !includes(schema))
                {
                    continue;
                }

                var tests = group.GetProperty("tests");
                if (!FormSchema.TryCompile(schema, null, SuiteRemotes.Library, assertFormats, out var form, out var problems)
                    && problems.Any(problem => problem.Code is "schema.remote" or "schema.draft"))
                {
                    outOfScope += tests.GetArrayLength();
                    continue;
                }

                foreach (var test in tests.EnumerateArray())
                {
                    var verdict = form?.Validate(test.GetProperty("data"));
                    if (verdict is not null && verdict.Count == 0 == test.GetProperty("valid").GetBoolean())
                    {
                        passed++;
                        continue;
                    }

                    var found = verdict is null ? string.Join(" ", problems) : string.Join(" ", verdict.Select(error => $"{error.InstancePath} {error.Keyword}"));
                    failures.Add($"{Path.GetFileName(file)}: {group.GetProperty("description")}: {test.GetProperty("description")}: {found}");
                }
            }
        }

        return new SuiteRun(passed, outOfScope, failures);
    }

    public override string ToString()
    {
        return $"{Passed} passed, {Failures.Count} failed, {OutOfScope} out of scope";
    }
}
