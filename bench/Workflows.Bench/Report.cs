using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Workflows.Bench;

/// <summary>Collects measurements, and shows their medians beside the raw limit of the same round.</summary>
internal sealed class Report(string machine)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Dictionary<string, List<Measurement>> _rows = [];

    public void Add(Workload workload, Measurement measurement)
    {
        if (!_rows.TryGetValue(workload.Name, out var rounds))
        {
            _rows[workload.Name] = rounds = [];
        }

        rounds.Add(measurement);
    }

    /// <summary>A table in Markdown.</summary>
    public string ToTable()
    {
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"{machine}\nMedians of {_rows.Values.Max(r => r.Count)} rounds; the ratio is to Q in the same round.\n\n");
        table.Append("| workload | per second | range | ratio to Q | p50 ms | p99 ms | CPU ms | allocated kB | disk B |\n|---|---|---|---|---|---|---|---|---|\n");
        foreach (var (name, rounds) in _rows)
        {
            var ratio = Median(rounds.Zip(_rows[Workloads.Q], (row, q) => row.PerSecond / q.PerSecond));
            table.Append(CultureInfo.InvariantCulture, $"| {name} | {Median(rounds.Select(r => r.PerSecond)):N0} | {rounds.Min(r => r.PerSecond):N0} to {rounds.Max(r => r.PerSecond):N0} | {ratio:0.00} ");
            table.Append(CultureInfo.InvariantCulture, $"| {Median(rounds.Select(r => r.P50)):0.00#} | {Median(rounds.Select(r => r.P99)):0.00#} | {Median(rounds.Select(r => r.Cpu)):0.000} ");
            table.Append(CultureInfo.InvariantCulture, $"| {Median(rounds.Select(r => r.Allocated)) / 1000:0.0} | {Disk(rounds)} |\n");
        }

        return table.ToString();
    }

    /// <summary>Every measurement of every round.</summary>
    public string ToJson() => JsonSerializer.Serialize(new { machine, workloads = _rows }, s_json);

    private static string Disk(List<Measurement> rounds) =>
        Median(rounds.Select(r => r.Disk)) is > 0 and var bytes ? bytes.ToString("N0", CultureInfo.InvariantCulture) : "";

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
