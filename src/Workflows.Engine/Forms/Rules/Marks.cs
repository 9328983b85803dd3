namespace Workflows.Engine.Forms.Rules;

/// <summary>Which members or items of one value were evaluated, for <c>unevaluatedProperties</c> and <c>unevaluatedItems</c>.</summary>
internal sealed class Marks
{
    private HashSet<string>? _names;
    private HashSet<int>? _indexes;
    private bool _allProperties;
    private int _leadingItems;

    /// <summary>How many entries merging this into another costs.</summary>
    public int Count => (_names?.Count ?? 0) + (_indexes?.Count ?? 0);

    public void AddProperty(string name)
    {
        if (!_allProperties)
        {
            (_names ??= new HashSet<string>(StringComparer.Ordinal)).Add(name);
        }
    }

    public void AddAllProperties()
    {
        _allProperties = true;
    }

    public void AddLeadingItems(int count)
    {
        _leadingItems = Math.Max(_leadingItems, count);
    }

    public void AddItem(int index)
    {
        if (index >= _leadingItems)
        {
            (_indexes ??= []).Add(index);
        }
    }

    public bool HasProperty(string name)
    {
        return _allProperties || (_names?.Contains(name) ?? false);
    }

    public bool HasItem(int index)
    {
        return index < _leadingItems || (_indexes?.Contains(index) ?? false);
    }

    public void Merge(Marks other)
    {
        _allProperties |= other._allProperties;
        AddLeadingItems(other._leadingItems);
        if (other._names is not null && !_allProperties)
        {
            (_names ??= new HashSet<string>(StringComparer.Ordinal)).UnionWith(other._names);
        }

        if (other._indexes is not null)
        {
            (_indexes ??= []).UnionWith(other._indexes);
        }
    }
}
