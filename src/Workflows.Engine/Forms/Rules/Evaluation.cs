using System.Diagnostics;
using System.Globalization;
using System.Text;
using Workflows.Engine.Forms.Values;

namespace Workflows.Engine.Forms.Rules;

/// <summary>The state of one validation: where it is, what it found, and how much work it may still do. Used by one thread, once.</summary>
internal sealed class Evaluation(CompiledSchema schema, UiErrors? messages, int budget)
{
    private static readonly IReadOnlyDictionary<string, object?> s_noParams = new Dictionary<string, object?>();

    private readonly List<SchemaError> _errors = [];
    private readonly List<int>? _dynamicScope = schema.UsesDynamicReferences ? [] : null;
    private PathStep[] _path = new PathStep[8];
    private int _pathLength;
    private int _budget = budget;
    private int _depth;
    private int _muted;
    private string? _stopReason;
    private TimeSpan _matchTime;

    public bool IsMuted => _muted > 0;

    /// <summary>No more work is done: a bound was reached. Every verdict given after this is void.</summary>
    public bool Stopped { get; private set; }

    public CompiledSchema Schema => schema;

    /// <summary>Resources entered on the way here, the outermost first.</summary>
    public IReadOnlyList<int> DynamicScope => _dynamicScope ?? [];

    public IReadOnlyList<SchemaError> Finish()
    {
        return _stopReason is null ? _errors : [Limit(_stopReason)];
    }

    public static SchemaError Limit(string reason)
    {
        return new SchemaError("", "limit", "", new Dictionary<string, object?> { ["reason"] = reason });
    }

    public bool Enter(SchemaNode node)
    {
        if (!Charge(1))
        {
            return false;
        }

        if (++_depth > FormLimits.MaxEvaluationDepth)
        {
            _depth--;
            Stop("recursion");
            return false;
        }

        _dynamicScope?.Add(node.Resource);
        return true;
    }

    public void Leave(SchemaNode node)
    {
        _depth--;
        _dynamicScope?.RemoveAt(_dynamicScope.Count - 1);
        Debug.Assert(_depth >= 0, node.Pointer);
    }

    /// <summary>Takes work from the budget; false, and the end of it all, when none is left.</summary>
    public bool Charge(int units)
    {
        _budget -= units;
        if (_budget < 0)
        {
            Stop("work");
        }

        return !Stopped;
    }

    /// <summary>Takes the time of a pattern match from what all slow matches may take together.</summary>
    public void ChargeMatchTime(TimeSpan elapsed)
    {
        _matchTime += elapsed;
        if (_matchTime > FormLimits.TotalMatchTime)
        {
            Stop("patterns");
        }
    }

    public void Mute()
    {
        _muted++;
    }

    public void Unmute()
    {
        _muted--;
    }

    public void Push(string name)
    {
        Push(new PathStep(name, 0));
    }

    public void Push(int index)
    {
        Push(new PathStep(null, index));
    }

    public void Pop()
    {
        _pathLength--;
    }

    /// <summary>Reports a broken keyword at the current value; always false, so that rules can return it.</summary>
    public bool Fail(SchemaNode node, string keyword)
    {
        if (_muted == 0)
        {
            Add(node, keyword, s_noParams);
        }

        return false;
    }

    public bool Fail<T>(SchemaNode node, string keyword, string param, T value)
    {
        if (_muted == 0)
        {
            Add(node, keyword, new Dictionary<string, object?> { [param] = value });
        }

        return false;
    }

    public bool Fail<T1, T2>(SchemaNode node, string keyword, string param1, T1 value1, string param2, T2 value2)
    {
        if (_muted == 0)
        {
            Add(node, keyword, new Dictionary<string, object?> { [param1] = value1, [param2] = value2 });
        }

        return false;
    }

    private void Add(SchemaNode node, string keyword, IReadOnlyDictionary<string, object?> parameters)
    {
        if (_errors.Count >= FormLimits.MaxErrors)
        {
            Stopped = true;
            return;
        }

        // A false schema has no keyword inside it: the place is the schema itself, which is where its parent says "false".
        var schemaPath = keyword == "false schema" ? node.Pointer : JsonPointer.Append(node.Pointer, keyword);
        var error = new SchemaError(InstancePath(), keyword, schemaPath, parameters);
        if (messages?.Find(_path.AsSpan(0, _pathLength), keyword) is { } text)
        {
            error = error with { Message = text };
        }

        _errors.Add(error);
    }

    private void Stop(string reason)
    {
        Stopped = true;
        _stopReason ??= reason;
    }

    private void Push(PathStep step)
    {
        if (_pathLength == _path.Length)
        {
            Array.Resize(ref _path, _path.Length * 2);
        }

        _path[_pathLength++] = step;
    }

    private string InstancePath()
    {
        var path = new StringBuilder();
        for (var i = 0; i < _pathLength; i++)
        {
            path.Append('/').Append(_path[i].Name is { } name ? JsonPointer.Escape(name) : _path[i].Index.ToString(CultureInfo.InvariantCulture));
        }

        return path.ToString();
    }
}
