namespace Workflows.Engine.Expressions;

/// <summary>What one evaluation needs and changes: the context, the fuel that is left, the variables of the macros, the error.</summary>
internal ref struct Evaluation
{
    private readonly ref readonly ExpressionContext _context;
    private Binding _outer;
    private Binding _inner;
    private int _fuel;

    public Evaluation(ref readonly ExpressionContext context)
    {
        _context = ref context;
        _fuel = ExpressionLimits.Fuel;
    }

    public readonly ref readonly ExpressionContext Context => ref _context;

    /// <summary>Why evaluating stopped.</summary>
    public ExpressionError? Error { get; private set; }

    public readonly Binding Variable(int slot) => slot == 0 ? _outer : _inner;

    public void Bind(int slot, in Binding binding)
    {
        if (slot == 0)
        {
            _outer = binding;
        }
        else
        {
            _inner = binding;
        }
    }

    /// <summary>
    /// Pays for work: 1 per operation and per list item, a character's sixteenth for text that is searched or compared,
    /// 1 per character of text that is joined. False when nothing is left.
    /// </summary>
    public bool Burn(long units, int position)
    {
        if (units <= _fuel)
        {
            _fuel -= (int)units;
            return true;
        }

        _fuel = 0;
        return Fail(new ExpressionError(
            ExpressionErrorCodes.Fuel,
            $"the expression took too much work at character {position}: {ExpressionLimits.Fuel} operations, list items and pieces of text are allowed",
            position));
    }

    /// <summary>Ends the evaluation. Always false, to be returned.</summary>
    public bool Fail(ExpressionError error)
    {
        Error ??= error;
        return false;
    }

    /// <summary>Evaluates for a message, after the evaluation has failed: with little fuel, and no matter if it fails too.</summary>
    public bool TryPeek(Node node, out Value value)
    {
        var (fuel, error) = (_fuel, Error);
        (_fuel, Error) = (ExpressionLimits.Fuel / 10, null);
        var found = Evaluator.TryEvaluate(node, ref this, out value);
        (_fuel, Error) = (fuel, error);
        return found;
    }

    /// <summary>Reads a place in the data, for a message; see <see cref="TryPeek(Node, out Value)"/>.</summary>
    public bool TryPeek(DataPath path, out Value value)
    {
        if (path.Node is not ChainNode chain)
        {
            return TryPeek(path.Node, out value);
        }

        var (fuel, error) = (_fuel, Error);
        (_fuel, Error) = (ExpressionLimits.Fuel / 10, null);
        var found = Chains.TryRead(chain, path.Links, lenient: false, ref this, out value);
        (_fuel, Error) = (fuel, error);
        return found;
    }
}

/// <summary>The item that a macro is at.</summary>
/// <param name="Item">The item.</param>
/// <param name="List">Where the list is in the data; null for a computed one.</param>
/// <param name="Index">The item's index in the list.</param>
internal readonly record struct Binding(Value Item, DataPath? List, int Index)
{
    public string? Path(ref Evaluation evaluation) => PathText.Of(List, Index, ref evaluation);
}
