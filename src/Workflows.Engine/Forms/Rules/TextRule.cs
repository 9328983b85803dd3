using System.Runtime.InteropServices;
using System.Text.Json;
using Workflows.Engine.Forms.Formats;
using Workflows.Engine.Forms.Patterns;

namespace Workflows.Engine.Forms.Rules;

/// <summary><c>minLength</c>, <c>maxLength</c>, <c>pattern</c>, <c>format</c>.</summary>
internal sealed class TextRule(SchemaNode node) : Rule
{
    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    public TextPattern? Pattern { get; init; }

    public TextFormat? Format { get; init; }

    public bool HasDemands => MinLength is not null || MaxLength is not null || Pattern is not null || Format is not null;

    public override bool Evaluate(JsonElement instance, Evaluation run, Marks? marks)
    {
        if (instance.ValueKind != JsonValueKind.String)
        {
            return true;
        }

        if (!run.Charge(Cost.OfReading(instance)))
        {
            return false;
        }

        var valid = true;
        if (MinLength is not null || MaxLength is not null)
        {
            valid = CheckLength(instance, run);
        }

        if (Pattern is null && Format is null)
        {
            return valid;
        }

        var text = instance.GetString()!;
        if (Pattern is not null && !Pattern.Matches(text, run, out var timedOut))
        {
            valid = timedOut ? run.Fail(node, "pattern", "pattern", Pattern.Source, "timeout", true) : run.Fail(node, "pattern", "pattern", Pattern.Source);
        }

        if (Format is not null && !Format.Accepts(text))
        {
            valid = run.Fail(node, "format", "format", Format.Name);
        }

        return valid;
    }

    private bool CheckLength(JsonElement instance, Evaluation run)
    {
        var length = CodePoints(instance);
        if (MinLength is { } min && length < min)
        {
            return run.Fail(node, "minLength", "limit", min);
        }

        if (MaxLength is { } max && length > max)
        {
            return run.Fail(node, "maxLength", "limit", max);
        }

        return true;
    }

    private static int CodePoints(JsonElement instance)
    {
        var raw = JsonMarshal.GetRawUtf8Value(instance)[1..^1];
        if (!raw.Contains((byte)'\\'))
        {
            var count = 0;
            foreach (var b in raw)
            {
                // Each code point has one byte that does not continue another.
                count += (b & 0xC0) == 0x80 ? 0 : 1;
            }

            return count;
        }

        var text = instance.GetString()!;
        var length = text.Length;
        foreach (var unit in text)
        {
            length -= char.IsLowSurrogate(unit) ? 1 : 0;
        }

        return length;
    }
}
