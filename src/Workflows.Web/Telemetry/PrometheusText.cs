using System.Globalization;
using System.Text;

namespace Workflows.Web.Telemetry;

/// <summary>Writes numbers in the text format that Prometheus reads.</summary>
internal static class PrometheusText
{
    /// <summary>An instrument with all its series.</summary>
    public static void Write(StringBuilder text, MetricFamily family)
    {
        var series = family.All();
        if (series.Length == 0)
        {
            return;
        }

        var name = NameOf(family);
        if (family.Instrument.Description is { Length: > 0 } description)
        {
            text.Append("# HELP ").Append(name).Append(' ').Append(Escape(description, quotes: false)).Append('\n');
        }

        text.Append("# TYPE ").Append(name).Append(' ').Append(family.Kind.ToString().ToLowerInvariant()).Append('\n');
        foreach (var (labels, numbers) in series)
        {
            var (buckets, count, sum) = numbers.Read();
            if (family.Buckets is { } bounds)
            {
                long below = 0;
                for (var i = 0; i <= bounds.Count; i++)
                {
                    below += buckets[i];
                    Line(text, $"{name}_bucket", With(labels, $"le=\"{(i < bounds.Count ? Number(bounds[i]) : "+Inf")}\""), below);
                }

                Line(text, $"{name}_sum", labels, sum);
                Line(text, $"{name}_count", labels, count);
            }
            else
            {
                Line(text, name, labels, sum);
            }
        }
    }

    /// <summary>Tags as labels, by their names.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var labels = new string[tags.Length];
        for (var i = 0; i < tags.Length; i++)
        {
            labels[i] = $"{Legal(tags[i].Key)}=\"{Escape(Convert.ToString(tags[i].Value, CultureInfo.InvariantCulture) ?? "", quotes: true)}\"";
        }

        Array.Sort(labels, StringComparer.Ordinal);
        return string.Join(',', labels);
    }

    /// <summary>For example <c>workflows_step_duration_seconds</c>: the name with its unit, and <c>_total</c> for what only grows.</summary>
    private static string NameOf(MetricFamily family)
    {
        var unit = family.Instrument.Unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => "",
        };
        var name = Legal(family.Instrument.Name);
        name = unit.Length > 0 && !name.EndsWith(unit, StringComparison.Ordinal) ? name + unit : name;
        return family.Kind is MetricKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string With(string labels, string more) => labels.Length == 0 ? more : $"{labels},{more}";

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Legal(string name) => string.Create(name.Length, name, (span, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            span[i] = char.IsAsciiLetter(source[i]) || (char.IsAsciiDigit(source[i]) && i > 0) ? source[i] : '_';
        }
    });

    private static string Escape(string text, bool quotes)
    {
        text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? text.Replace("\"", "\\\"", StringComparison.Ordinal) : text;
    }
}
