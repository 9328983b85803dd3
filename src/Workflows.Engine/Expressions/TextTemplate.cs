using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;

namespace Workflows.Engine.Expressions;

/// <summary>
/// Text with expressions in braces, for titles and summaries: <c>Approve {data.amount} for {data.purpose}</c>.
/// <c>{{</c> and <c>}}</c> stand for braces. Immutable and safe to share between threads; equal when the sources are.
/// </summary>
public sealed class TextTemplate : IEquatable<TextTemplate>
{
    /// <summary>What stands for a value that is absent, null or cannot be computed: a title never fails.</summary>
    public const char Gap = '–';

    private readonly Part[] _parts;

    private TextTemplate(string source, Part[] parts)
    {
        Source = source;
        _parts = parts;
        Paths = [.. parts.SelectMany(part => part.Hole?.Paths ?? [])];
    }

    /// <summary>The text it was parsed from.</summary>
    public string Source { get; }

    /// <summary>Every path that the expressions read; see <see cref="Expression.Paths"/>. Positions count within the template.</summary>
    public IReadOnlyList<PathReference> Paths { get; }

    /// <summary>Parses a template of at most 4,096 characters.</summary>
    /// <exception cref="ExpressionException">The braces do not match, or an expression in them is wrong; the position counts within the template.</exception>
    public static TextTemplate Parse(string source) =>
        TryParse(source, out var template, out var error) ? template : throw new ExpressionException(error);

    /// <summary>Parses a template of at most 4,096 characters, or says what is wrong with it, with the position within the template.</summary>
    public static bool TryParse(
        string source,
        [NotNullWhen(true)] out TextTemplate? template,
        [NotNullWhen(false)] out ExpressionError? error)
    {
        ArgumentNullException.ThrowIfNull(source);
        (var parts, error) = TextTemplateParser.Parse(source);
        template = error is null ? new TextTemplate(source, parts) : null;
        return template is not null;
    }

    /// <summary>
    /// Fills the template. Text is put in as it is, numbers in plain invariant notation, booleans as yes or no, dates in ISO 8601,
    /// lists with commas, objects as JSON, anything that is not there as <see cref="Gap"/>. The result has at most 65,536 characters.
    /// </summary>
    public string Render(in ExpressionContext context) => Write(Evaluate(context), null);

    /// <summary>The expression, when the template is one in braces and nothing else.</summary>
    internal Expression? OnlyHole => _parts is [{ Hole: { } only }] ? only : null;

    /// <summary>Fills the template as <see cref="Render"/> does, but not with gaps: false, and what is missing, when there would be one.</summary>
    /// <param name="context">What the expressions see.</param>
    /// <param name="encoder">What becomes of everything that is put in; null leaves it as it is.</param>
    /// <param name="text">The text.</param>
    /// <param name="wrong">What is missing.</param>
    internal bool TryFill(in ExpressionContext context, TextEncoder? encoder, out string text, [NotNullWhen(false)] out string? wrong)
    {
        (text, wrong) = ("", null);
        var results = Evaluate(context);
        for (var i = 0; i < results.Length; i++)
        {
            if (_parts[i].Hole is { } hole && (results[i].IsError || results[i].Value.IsAbsent))
            {
                wrong = results[i].Error is { } error ? $"'{hole.Source}' {error.Message}" : $"'{hole.Source}' gives nothing";
                return false;
            }
        }

        text = Write(results, encoder);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(TextTemplate? other) => other is not null && Source == other.Source;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TextTemplate);

    /// <inheritdoc/>
    public override int GetHashCode() => Source.GetHashCode(StringComparison.Ordinal);

    /// <summary>The source.</summary>
    public override string ToString() => Source;

    /// <summary>What stands in each hole, at the place of its part.</summary>
    private ValueResult[] Evaluate(in ExpressionContext context)
    {
        var results = new ValueResult[_parts.Length];
        for (var i = 0; i < results.Length; i++)
        {
            if (_parts[i].Hole is { } hole)
            {
                results[i] = hole.Evaluate(context);
            }
        }

        return results;
    }

    private string Write(ValueResult[] results, TextEncoder? encoder)
    {
        var text = new StringBuilder();
        for (var i = 0; i < results.Length; i++)
        {
            if (_parts[i].Hole is null)
            {
                text.Append(_parts[i].Text);
            }
            else
            {
                var begin = text.Length;
                Append(text, results[i]);
                if (encoder is not null)
                {
                    var encoded = encoder.Encode(text.ToString(begin, text.Length - begin));
                    text.Length = begin;
                    text.Append(encoded);
                }
            }

            if (text.Length > ExpressionLimits.TextLength)
            {
                text.Length = ExpressionLimits.TextLength - (char.IsHighSurrogate(text[ExpressionLimits.TextLength - 1]) ? 1 : 0);
                break;
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, in ValueResult result)
    {
        if (result.IsError)
        {
            text.Append(Gap);
        }
        else
        {
            Append(text, result.Value);
        }
    }

    private static void Append(StringBuilder text, in Value value)
    {
        if (value.IsAbsent)
        {
            text.Append(Gap);
        }
        else if (value.TryGetBoolean(out var boolean))
        {
            text.Append(boolean ? "yes" : "no");
        }
        else if (value.Kind == ValueKind.List)
        {
            var reader = new ListReader(value);
            while (text.Length <= ExpressionLimits.TextLength && reader.TryRead(out var item))
            {
                text.Append(reader.Index == 0 ? "" : ", ");
                if (item.Kind == ValueKind.List)
                {
                    text.Append(item.ToString());
                }
                else
                {
                    Append(text, item);
                }
            }
        }
        else
        {
            text.Append(value.ToString());
        }
    }

    /// <summary>Literal text, or a hole to be filled.</summary>
    internal readonly record struct Part(string Text, Expression? Hole);
}
