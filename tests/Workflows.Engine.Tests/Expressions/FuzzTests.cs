using System.Text;
using System.Text.Json;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Tests.Expressions;

/// <summary>Whatever the source and the data, an expression gives a value or an <see cref="ExpressionError"/>, and nothing else escapes.</summary>
public sealed class FuzzTests
{
    private const int RandomSources = 1_000_000;
    private const int Mutations = 30_000;

    private static readonly string[] s_codes =
    [
        "expr.parse", "expr.name", "expr.type", "expr.missing", "expr.range", "expr.date", "expr.limit", "expr.fuel", "expr.result",
    ];

    private static readonly string[] s_words =
    [
        "data", "vars", "task", "user", "outcome", "x", "y", "true", "false", "null", "in", "has", "exists", "all", "filter", "map", "sum", "size", "lower",
        "upper", "trim", "contains", "startsWith", "abs", "min", "max", "round", "date", "timestamp", "duration", "now", "nix", "amount", "name", "lines",
        "0", "1", "2.5", "1e3", "79228162514264337593543950335", "''", "'a'", "\"b\"", "'2026-01-31'", "'P1D'", "'\\u{1F600}'",
        "(", ")", "(", ")", "[", "]", ".", ".", "?.", ",", "?", ":", "!", "-", "+", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "===", "!==", "&&", "||", "??",
    ];

    private static readonly string[] s_sources =
    [
        "data.amount >= 1000 && data.department == \"eng\"",
        "data.lines.all(x, x.price * x.qty >= 20 && x.tags.exists(t, t == 'a'))",
        "data.lines.filter(x, x.qty > 1).map(x, x.price).sum() / data.lines.size()",
        "has(data.a.b) ? data.a.b : data.a?.c?.d ?? vars['limit'] ?? [1, 2][0]",
        "date(data.due) - date(now()) > duration('P3D') || timestamp(data.at) + duration(data.wait) < now()",
        "data.name.trim().lower().startsWith('a') || data.name.contains(user.name) && outcome in ['approve', 'reject']",
        "round(max(data.lines.map(x, x.price)) * 1.19, 2) == abs(-min(1, 2, data.number))",
        "data.list[data.index].name != null && data.list == data.other && data['un it']['x'] == -1.5e3",
        "data == data && data.name + data.name < data.name && !(data.flag ?? false)",
        "data.lines.sum(x, x.price) % 7 - data.list.max() in data.list",
    ];

    private static readonly string[] s_names =
    [
        "amount", "department", "lines", "price", "qty", "tags", "a", "b", "c", "d", "due", "at", "wait", "name", "list", "index", "other", "un it", "x", "flag", "number",
        "limit", "", "\\ud800", "\\u0061", "größe",
    ];

    private static readonly string[] s_values =
    [
        "null", "true", "false", "0", "-1", "1250.5", "1e3", "1e400", "1e-400", "0.1234567890123456789012345678901234567890", "79228162514264337593543950335", "-0",
        "\"\"", "\"eng\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u0065ng\"", "\"\U0001F600\"", "\"2026-01-31\"", "\"2026-02-30\"", "\"9999-12-31\"", "\"2026-01-31T10:00:00Z\"",
        "\"9999-12-31T23:59:59-12:00\"", "\"0001-01-01T00:00:00Z\"", "\"P1D\"", "\"-P10675199D\"", "\"PT0.0000001S\"", "[]", "{}", "[[[]]]", "\"\\u0000\"",
    ];

    [Fact]
    public void Evaluate_RandomSources_GiveValuesOrErrors()
    {
        var random = new Random(20260131);
        var contexts = Enumerable.Range(0, 20).Select(_ => Context(random)).ToArray();
        var valid = 0;
        for (var i = 0; i < RandomSources; i++)
        {
            var source = i % 2 == 0 ? RandomCharacters(random) : RandomWords(random);
            valid += Check(source, contexts[random.Next(contexts.Length)]) ? 1 : 0;
        }

        // Word soup that never parsed would test the parser only.
        Assert.InRange(valid, RandomSources / 100, RandomSources / 2);
    }

    [Fact]
    public void Evaluate_MutatedSourcesAndRandomData_GiveValuesOrErrors()
    {
        var random = new Random(4711);
        var contexts = Enumerable.Range(0, 2000).Select(_ => Context(random)).ToArray();
        var valid = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var source = s_sources[random.Next(s_sources.Length)];
            for (var edits = random.Next(4); edits > 0; edits--)
            {
                source = Mutate(source, random);
            }

            valid += Check(source, contexts[random.Next(contexts.Length)]) ? 1 : 0;
        }

        Assert.InRange(valid, Mutations / 4, Mutations);
    }

    /// <summary>Checks everything that must hold for a source; answers whether it is an expression.</summary>
    private static bool Check(string source, in ExpressionContext context)
    {
        try
        {
            if (TextTemplate.TryParse(source, out var template, out var templateError))
            {
                Assert.NotNull(template.Render(context));
            }
            else
            {
                Check(templateError, source);
            }

            if (!Expression.TryParse(source, out var expression, out var error))
            {
                Check(error, source);
                return false;
            }

            Check(expression, source, context);
            return true;
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.IAssertionException)
        {
            throw new InvalidOperationException($"{exception.GetType().Name} for {JsonSerializer.Serialize(source)} with {context.Data}", exception);
        }
    }

    private static void Check(Expression expression, string source, in ExpressionContext context)
    {
        var condition = expression.EvaluateCondition(context);
        Assert.Single(new[] { condition.IsTrue, condition.IsFalse, condition.IsError }, holds => holds);
        Assert.Equal(condition, expression.EvaluateCondition(context));
        var result = expression.Evaluate(context);
        if (condition.IsError)
        {
            Check(condition.Error, source);
        }

        if (result.IsError)
        {
            Check(result.Error, source);
            Assert.True(condition.IsError);
            return;
        }

        Assert.NotEqual(ValueKind.Missing, result.Value.Kind);
        Assert.NotEqual(JsonValueKind.Undefined, result.Value.ToJsonElement().ValueKind);
        Assert.NotNull(result.Value.ToString());
        Assert.Equal(result.Value.TryGetBoolean(out var value), !condition.IsError);
        Assert.Equal(value, condition.IsTrue);
    }

    private static void Check(ExpressionError error, string source)
    {
        Assert.Contains(error.Code, s_codes);
        Assert.InRange(error.Position, 1, source.Length + 1);
        Assert.Contains($"at character {error.Position}", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 1, 2000);
    }

    private static string RandomCharacters(Random random)
    {
        var text = new StringBuilder();
        for (var length = random.Next(40); length > 0; length--)
        {
            text.Append(random.Next(8) switch
            {
                0 => (char)random.Next(0x10000),
                1 => "()[]{}.,?:!'\"\\"[random.Next(14)],
                2 => "+-*/%<>=&|"[random.Next(10)],
                3 => (char)random.Next('0', '9' + 1),
                _ => (char)random.Next(0x20, 0x7F),
            });
        }

        return text.ToString();
    }

    private static string RandomWords(Random random)
    {
        var text = new StringBuilder();
        for (var length = random.Next(1, 12); length > 0; length--)
        {
            text.Append(s_words[random.Next(s_words.Length)]);
            if (random.Next(3) == 0)
            {
                text.Append(' ');
            }
        }

        return text.ToString();
    }

    private static string Mutate(string source, Random random)
    {
        var at = random.Next(source.Length + 1);
        var length = Math.Min(random.Next(4), source.Length - at);
        return random.Next(4) switch
        {
            0 => source.Remove(at, length),
            1 => source.Insert(at, s_words[random.Next(s_words.Length)]),
            2 => source.Remove(at, length).Insert(at, s_words[random.Next(s_words.Length)]),
            _ => source.Insert(at, source.Substring(at, length)),
        };
    }

    private static ExpressionContext Context(Random random) => new()
    {
        Data = RandomElement(random),
        Vars = random.Next(3) == 0 ? null : RandomElement(random),
        User = random.Next(3) == 0 ? null : RandomElement(random),
        Outcome = random.Next(4) switch { 0 => null, 1 => "approve", 2 => "\ud800", _ => "" },
        Now = new DateTimeOffset(random.NextInt64(DateTime.MaxValue.Ticks), TimeSpan.Zero),
    };

    private static JsonElement RandomElement(Random random)
    {
        var text = new StringBuilder();
        AppendObject(text, random, 3);
        return JsonElement.Parse(text.ToString());
    }

    private static void AppendObject(StringBuilder text, Random random, int depth)
    {
        text.Append('{');
        for (var members = random.Next(12); members > 0; members--)
        {
            text.Append('"').Append(s_names[random.Next(s_names.Length)]).Append("\":");
            AppendValue(text, random, depth);
            text.Append(members == 1 ? "" : ",");
        }

        text.Append('}');
    }

    private static void AppendValue(StringBuilder text, Random random, int depth)
    {
        switch (depth == 0 ? 0 : random.Next(4))
        {
            case 1:
                AppendObject(text, random, depth - 1);
                break;
            case 2:
                text.Append('[');
                for (var items = random.Next(4); items > 0; items--)
                {
                    AppendValue(text, random, depth - 1);
                    text.Append(items == 1 ? "" : ",");
                }

                text.Append(']');
                break;
            default:
                text.Append(s_values[random.Next(s_values.Length)]);
                break;
        }
    }
}
