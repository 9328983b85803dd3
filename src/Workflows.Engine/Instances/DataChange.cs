using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflows.Engine.Instances;

/// <summary>A change of an instance's data, by top-level members, so that parallel branches that touch different members never undo each other.</summary>
/// <param name="Set">An object whose members replace those of the same name; null when nothing is set.</param>
/// <param name="Removed">The members that are taken away.</param>
public sealed record DataChange(JsonElement? Set, ImmutableArray<string> Removed)
{
    /// <summary>No change.</summary>
    public static DataChange None { get; } = new(null, []);

    /// <summary>Whether it changes nothing.</summary>
    [JsonIgnore]
    public bool IsEmpty => Set is null && Removed.IsDefaultOrEmpty;

    /// <summary>A merge patch of top-level members as a change: null takes a member away.</summary>
    /// <param name="patch">An object.</param>
    public static DataChange OfPatch(JsonElement patch)
    {
        var changes = None;
        foreach (var member in patch.EnumerateObject().Where(m => m.Value.ValueKind is not JsonValueKind.Null))
        {
            changes = changes.With(member.Name, member.Value);
        }

        return new DataChange(changes.Set, [.. patch.EnumerateObject().Where(m => m.Value.ValueKind is JsonValueKind.Null).Select(m => m.Name)]);
    }

    /// <summary>This change with one more member set.</summary>
    public DataChange With(string name, JsonElement value)
    {
        using var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WritePropertyName(name);
            value.WriteTo(writer);
            writer.WriteEndObject();
        }

        var added = buffer.ToJsonElement();
        return new DataChange(Set is { } set ? new DataChange(added, []).ApplyTo(set) : added, Removed);
    }

    /// <summary>The data after the change. Neither argument is touched.</summary>
    public JsonElement ApplyTo(JsonElement data)
    {
        if (IsEmpty)
        {
            return data;
        }

        ImmutableArray<string> changed = Set is { } replaced ? [.. Removed.IsDefault ? [] : Removed, .. replaced.EnumerateObject().Select(member => member.Name)] : Removed;
        using var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in data.EnumerateObject())
            {
                if (!IsOneOf(member, changed))
                {
                    member.WriteTo(writer);
                }
            }

            if (Set is { } set)
            {
                foreach (var member in set.EnumerateObject())
                {
                    member.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return buffer.ToJsonElement();
    }

    private static bool IsOneOf(in JsonProperty member, ImmutableArray<string> names)
    {
        foreach (var name in names)
        {
            if (member.NameEquals(name))
            {
                return true;
            }
        }

        return false;
    }
}
