using System.Text.Json;

namespace Workflows.Engine.Expressions;

/// <summary>Walks a list, whether it is JSON or was made by the expression.</summary>
internal struct ListReader
{
    private readonly Value _list;
    private readonly int _count;
    private JsonElement.ArrayEnumerator _json;
    private int _index = -1;

    public ListReader(in Value list)
    {
        _list = list;
        _count = Count(list);
        _json = list.IsJson ? list.Json.EnumerateArray() : default;
    }

    /// <summary>The zero-based index of the item that was read last.</summary>
    public readonly int Index => _index;

    public static int Count(in Value list) => list.IsJson ? list.Json.GetArrayLength() : list.Items.Length;

    public bool TryRead(out Value item)
    {
        if (++_index >= _count)
        {
            item = default;
            return false;
        }

        if (!_list.IsJson)
        {
            item = _list.Items[_index];
            return true;
        }

        _json.MoveNext();
        item = Value.Of(_json.Current, null);
        return true;
    }
}
