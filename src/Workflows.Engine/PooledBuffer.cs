using System.Buffers;
using System.Text.Json;

namespace Workflows.Engine;

/// <summary>A growing buffer over pooled memory for writing JSON that is read back at once.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(1024);
    private int _length;

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsSpan(_length);
    }

    /// <summary>What was written, as an array of its own.</summary>
    public byte[] ToArray() => _bytes[.._length];

    /// <summary>The JSON that was written, on memory of its own.</summary>
    public JsonElement ToJsonElement()
    {
        var reader = new Utf8JsonReader(_bytes.AsSpan(0, _length));
        return JsonElement.ParseValue(ref reader);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    private void Grow(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, 256);
        if (needed <= _bytes.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _bytes.Length * 2));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
