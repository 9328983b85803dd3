using System.Globalization;

namespace Workflows.Bench;

/// <summary>What to measure, from the command line.</summary>
internal sealed record Options
{
    public const string Usage = """
        Usage: Workflows.Bench [--rounds N] [--seconds S] [--parked N,N] [--only TEXT] [--json FILE]
          --rounds   rounds, the workloads in turn in each; the table shows medians (5)
          --seconds  how long one measurement runs (2)
          --parked   how many instances wait in W3, smaller first (1000,100000)
          --only     the workloads whose name contains the text, and the raw limit (all)
          --json     also writes every measurement of every round to a file
        """;

    public int Rounds { get; private init; } = 5;

    public TimeSpan Duration { get; private init; } = TimeSpan.FromSeconds(2);

    public IReadOnlyList<int> Parked { get; private init; } = [1_000, 100_000];

    public string? Json { get; private init; }

    /// <summary>The database that a child process starts on, for W5.</summary>
    public string? Child { get; private init; }

    public bool IsChild => Child is not null;

    private string Only { get; init; } = "";

    public bool Wants(Workload workload) => workload.IsLimit || workload.Name.Contains(Only, StringComparison.OrdinalIgnoreCase);

    /// <summary>The options; null when an argument cannot be read.</summary>
    public static Options? Parse(string[] args)
    {
        var options = new Options();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length)
            {
                return null;
            }

            try
            {
                options = With(options, args[i], args[i + 1]);
            }
            catch (FormatException)
            {
                return null;
            }
        }

        return options;
    }

    private static Options With(Options options, string name, string value) => name switch
    {
        "--rounds" => options with { Rounds = int.Parse(value, CultureInfo.InvariantCulture) },
        "--seconds" => options with { Duration = TimeSpan.FromSeconds(double.Parse(value, CultureInfo.InvariantCulture)) },
        "--parked" => options with { Parked = [.. value.Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))] },
        "--only" => options with { Only = value },
        "--json" => options with { Json = value },
        "--child" => options with { Child = value },
        _ => throw new FormatException(name),
    };
}
