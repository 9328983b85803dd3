using System.Globalization;
using Workflows.Engine.Definitions;

namespace Workflows.TestKit.Scenarios;

/// <summary>
/// Makes well-formed definitions by chance: blocks inside blocks, with every kind of split, join, scope, gate and effect, and now and then an edge back or across.
/// The same seed gives the same definition.
/// </summary>
internal sealed class RandomNet
{
    private readonly Random _random;
    private readonly DefinitionBuilder _builder;
    private readonly Dictionary<string, List<string>> _steps = [];
    private readonly List<(string Group, string Id)> _undo = [];
    private string _group = "";
    private int _count;
    private int _budget;

    private RandomNet(int seed, int size, DefinitionBuilder builder) => (_random, _budget, _builder) = (new Random(seed), size, builder);

    /// <summary>What the nets call: a machine step that can be undone, and a task.</summary>
    public static WorkflowDefinition Called { get; } = WorkflowDefinition.Create("called", "1.0.0", d => d
        .Machine("called_work", "W", configure: s => s.CompensateWith("called_undo")).Human("called_human").Machine("called_undo", "W")
        .Path("called_work", "called_human"));

    public static WorkflowDefinition Of(int seed, int size) => WorkflowDefinition.Create("net", "1.0.0", d => new RandomNet(seed, size, d).Build());

    private void Build()
    {
        var (first, last) = Sequence(0);
        _ = first;
        Tangle();
        Undo();
        _builder.End(Name("end"), terminates: _random.Next(2) == 0, configure: s => s.Join(Join.Each)).Path(last, $"end{_count}");
    }

    private (string First, string Last) Sequence(int depth)
    {
        var (first, last) = Block(depth);
        for (var more = _random.Next(4); more > 0 && _budget > 0; more--)
        {
            var next = Block(depth);
            _builder.Path(last, next.First);
            last = next.Last;
        }

        return (first, last);
    }

    private (string First, string Last) Block(int depth) => (_budget > 6 && depth < 4 ? _random.Next(13) : 0) switch
    {
        5 or 6 or 7 => Fork(depth),
        8 => Choice(depth),
        9 => Group(depth),
        10 => Deferred(),
        11 => Loop(depth),
        12 => Milestone(),
        _ => Step(),
    };

    private (string First, string Last) Step()
    {
        var kind = _random.Next(10);
        var id = Name(kind is 1 ? "human" : kind is 2 ? "timer" : kind is 3 ? "wait" : kind is 9 ? "call" : "work");
        switch (kind)
        {
            case 1:
                _builder.Human(id, configure: h => Options(h, id));
                break;
            case 2:
                _builder.Timer(id, "PT1H", configure: s => Options(s, id));
                break;
            case 3:
                _builder.Signal(id, _random.Next(2) == 0 ? "one" : "two", transient: _random.Next(3) == 0, configure: s => Options(s, id));
                break;
            case 4:
                var elements = _random.Next(4);
                _builder.Machine(id, "W", configure: s => Undoes(
                    s.Multi(
                        Text(elements),
                        width: _random.Next(3) is var w and > 0 ? w : null,
                        need: _random.Next(elements + 1) is var n and > 0 ? n : null,
                        rest: (MultiRest)_random.Next(3)),
                    id));
                break;
            case 5:
                _builder.Machine(id, "W", configure: s => Undoes(s.While("data.n < 3", limit: 2), id));
                break;
            case 9:
                _builder.Call(id, "called", configure: s => Options(s, id));
                break;
            default:
                Machine(id);
                break;
        }

        return (id, id);
    }

    /// <summary>A machine step that may be tried again, take too long, or fail in a way that leads on.</summary>
    private void Machine(string id)
    {
        var (isTried, isLimited, isRouted) = (_random.Next(5) == 0, _random.Next(15) == 0, _random.Next(15) == 0);
        _builder.Machine(id, "W", configure: s =>
        {
            Options(s, id);
            _ = isTried ? s.Retry(attempts: 2 + _random.Next(2), delay: TimeSpan.FromHours(1)) : s;
            _ = isLimited ? s.Timeout("PT5H") : s;
            _ = isRouted ? s.OnError(null, "broken") : s;
        });
        if (isLimited || isRouted)
        {
            var otherwise = Name("work");
            _builder.Machine(otherwise, "W").Path(id, otherwise);
        }

        foreach (var outcome in new[] { isLimited ? StepTimeout.DefaultOutcome : null, isRouted ? "broken" : null }.OfType<string>())
        {
            var after = Name("work");
            _builder.Machine(after, "W").Edge(id, after, outcome: outcome);
        }
    }

    private void Options<TBuilder>(TBuilder builder, string id)
        where TBuilder : StepBuilder<TBuilder>
    {
        if (_random.Next(6) == 0)
        {
            builder.Lock(_random.Next(2) == 0 ? "red" : "blue");
        }

        if (_random.Next(10) == 0 && Here.Count > 1)
        {
            builder.Cancels(Here[_random.Next(Here.Count - 1)]);
        }

        if (_random.Next(15) == 0 && Here.Count > 1 && Here[_random.Next(Here.Count - 1)] is var completed && !completed.StartsWith("state", StringComparison.Ordinal))
        {
            builder.Completes(completed);
        }

        Undoes(builder, id);
    }

    private void Undoes<TBuilder>(TBuilder builder, string id)
        where TBuilder : StepBuilder<TBuilder>
    {
        if (_random.Next(3) == 0)
        {
            builder.CompensateWith($"undo_{id}");
            _undo.Add((_group, $"undo_{id}"));
        }
    }

    /// <summary>Adds the steps that undo those of the group.</summary>
    private void Undo()
    {
        foreach (var (_, id) in _undo.Where(u => u.Group == _group))
        {
            _ = _random.Next(4) == 0 ? _builder.Human(id) : _builder.Machine(id, "W");
        }
    }

    private (string First, string Last) Fork(int depth)
    {
        var branches = 2 + _random.Next(3);
        var (fork, join) = (Name("fork"), Name("join"));
        var shape = _random.Next(7);
        var how = shape switch
        {
            0 => Join.All,
            1 => Join.Each,
            2 => Join.Count(1 + _random.Next(branches), JoinRest.Cancel),
            3 => Join.Count(1 + _random.Next(branches), JoinRest.Absorb),
            4 => Join.Count(1 + _random.Next(branches), JoinRest.Hold),
            _ => Join.Active,
        };
        _builder.Inclusive(fork).Machine(join, "W", configure: s => s.Join(how));
        for (var b = 0; b < branches; b++)
        {
            var (first, last) = Sequence(depth + 1);
            var isChosen = shape is 5 or 6 && b > 0;
            _builder.Edge(fork, first, when: isChosen ? $"data.n % {b + 1} == 0" : null, weight: _random.Next(12) == 0 ? 2 : 1).Edge(last, join);
        }

        return (fork, join);
    }

    private (string First, string Last) Choice(int depth)
    {
        var (choice, merge) = (Name("choice"), Name("merge"));
        _builder.Exclusive(choice).Machine(merge, "W", configure: s => s.Join(Join.Each));
        for (var b = 0; b < 2; b++)
        {
            var (first, last) = Sequence(depth + 1);
            _builder.Edge(choice, first, when: b == 0 ? "data.n % 2 == 0" : null, otherwise: b > 0).Edge(last, merge);
        }

        return (choice, merge);
    }

    private (string First, string Last) Group(int depth)
    {
        var (id, outer) = (Name("group"), _group);
        var hasLock = _random.Next(4) == 0;
        var isSaga = _random.Next(3) == 0;
        _builder.Group(
            id,
            _ =>
            {
                _group = id;
                Sequence(depth + 1);
                Undo();
                _group = outer;
            },
            configure: s =>
            {
                Undoes(s, id);
                if (isSaga)
                {
                    s.Saga((AfterUndo)_random.Next(3));
                }
                else if (_random.Next(3) == 0)
                {
                    s.Multi("2", rest: (MultiRest)_random.Next(3));
                }

                if (hasLock)
                {
                    s.Lock("red");
                }
            });
        return (id, id);
    }

    private (string First, string Last) Deferred()
    {
        var (state, merge) = (Name("state"), Name("merge"));
        _builder.State(state).Machine(merge, "W", configure: s => s.Join(Join.Each));
        var (human, timer) = (Name("human"), Name("timer"));
        _builder.Human(human).Timer(timer, "PT1H").Path(state, human, merge).Path(state, timer, merge);
        return (state, merge);
    }

    /// <summary>A step that can only be done while a state beside it is marked, and a task that takes the mark away.</summary>
    private (string First, string Last) Milestone()
    {
        var (fork, state, close, inside, merge) = (Name("fork"), Name("state"), Name("human"), Name("human"), Name("merge"));
        _builder.Inclusive(fork).State(state).Human(close, configure: h => h.Cancels(inside)).Human(inside, configure: h => h.Requires(state))
            .Machine(merge, "W", configure: s => s.Join(Join.Each))
            .Path(fork, state, close, merge).Path(fork, inside, merge);
        return (fork, merge);
    }

    private (string First, string Last) Loop(int depth)
    {
        var (check, again) = (Name("check"), Name("again"));
        var (first, last) = Sequence(depth + 1);
        _builder.Set(check, s => s.Join(Join.Each).Split(Split.First), ("n", "data.n + 1")).Machine(again, "W");
        _builder.Path(last, check).Edge(check, again, when: "data.n % 3 == 0");
        var after = Name("work");
        _builder.Machine(after, "W").Edge(check, after, otherwise: true).Path(again, check);
        return (first, after);
    }

    /// <summary>Now and then an edge across, so that not every net is structured.</summary>
    private void Tangle()
    {
        foreach (var (_, steps) in _steps)
        {
            List<string> plain = [.. steps.Where(s => s.StartsWith("work", StringComparison.Ordinal))];
            if (plain.Count > 2 && _random.Next(3) == 0)
            {
                var from = _random.Next(plain.Count - 1);
                _builder.Edge(plain[from], plain[from + 1 + _random.Next(plain.Count - from - 1)], when: "data.n % 2 == 1");
            }
        }
    }

    private List<string> Here => _steps.TryGetValue(_group, out var here) ? here : _steps[_group] = [];

    private string Name(string kind)
    {
        _budget--;
        var name = $"{kind}{Text(++_count)}";
        Here.Add(name);
        return name;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
