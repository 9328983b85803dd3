using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Workflows.Engine.Forms.Values;

namespace Workflows.Engine.Forms.Rules;

/// <summary>
/// The member names an object schema knows, each with a slot. Found from the raw bytes of a member without making a string of it, in constant time
/// (an element's own lookup walks all members).
/// </summary>
internal sealed class NameTable
{
    private readonly Dictionary<byte[], int> _slots = new(ByteComparer.Instance);
    private readonly List<string> _names = [];

    public int Count => _names.Count;

    public string this[int slot] => _names[slot];

    public int Add(string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        if (!_slots.TryGetValue(utf8, out var slot))
        {
            slot = _names.Count;
            _names.Add(name);
            _slots.Add(utf8, slot);
        }

        return slot;
    }

    /// <summary>The slot of a member, or -1.</summary>
    public int Find(JsonProperty property)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        var name = raw.Contains((byte)'\\') ? JsonHash.Unescape(raw) : raw;
        return _slots.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var slot) ? slot : -1;
    }

    private sealed class ByteComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static ByteComparer Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y)
        {
            return x.AsSpan().SequenceEqual(y);
        }

        public int GetHashCode([DisallowNull] byte[] obj)
        {
            return GetHashCode(obj.AsSpan());
        }

        public byte[] Create(ReadOnlySpan<byte> alternate)
        {
            return alternate.ToArray();
        }

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other)
        {
            return alternate.SequenceEqual(other);
        }

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}
