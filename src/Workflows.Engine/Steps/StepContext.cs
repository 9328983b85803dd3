using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;
using Workflows.Engine.Definitions.Nets;
using Workflows.Engine.Events;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Steps;

/// <summary>What a machine step knows of its instance, and where it leaves its results. Used by one run at a time.</summary>
public sealed class StepContext
{
    internal static readonly JsonElement Nothing = JsonElement.Parse("{}");

    private readonly JsonElement _original;
    private JsonObject? _data;
    private Dictionary<string, JsonElement>? _results;

    /// <summary>Makes a context; the runtime does, and tests of steps may.</summary>
    /// <param name="data">The instance's data, an object.</param>
    public StepContext(JsonElement data) => _original = data;

    /// <summary>The instance.</summary>
    public required InstanceId Instance { get; init; }

    /// <summary>The tenant.</summary>
    public TenantId Tenant { get; init; } = TenantId.Default;

    /// <summary>The key of the definition.</summary>
    public required string Definition { get; init; }

    /// <summary>The version of the definition.</summary>
    public required SemanticVersion Version { get; init; }

    /// <summary>The step.</summary>
    public required StepId Step { get; init; }

    /// <summary>Which try this is, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Who started the instance.</summary>
    public required string StartedBy { get; init; }

    /// <summary>The instance's business reference.</summary>
    public string? Reference { get; init; }

    /// <summary>The same for every try of this visit to the step, and for no other: what to hand to systems outside, so that a repetition does nothing twice.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>The instance's data, to read and to change. Members that other branches change meanwhile are left alone unless this run changes them too.</summary>
    public JsonObject Data => _data ??= JsonObject.Create(_original) ?? [];

    /// <summary>
    /// What the steps right before this one left, by their ids: the answers of a task, the payload of a signal, the list of what a repeated step left, what a machine
    /// step returned. Steps that only route are looked through; of a group, the last steps inside count. Those that were not done are missing.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement> Results => _results ??= Before
        .Where(b => _original.TryGetProperty(b.Member, out _))
        .ToDictionary(b => b.Step.Value, b => _original.GetProperty(b.Member));

    /// <summary>What the definition tells the step beside the data, filled in: an object, empty when it says nothing.</summary>
    public JsonElement With { get; init; } = Nothing;

    /// <summary>
    /// The address at which a system outside calls a webhook of this instance: tell it before a step waits, a call that comes early is kept. Whoever has the address may call it.
    /// </summary>
    /// <param name="webhook">The webhook's name in the definition.</param>
    /// <param name="key">What the call is about, for steps that wait for a key: at most 200 characters.</param>
    /// <exception cref="StepException">No step of the definition waits for it, the key is too long, or <c>Workflows:PublicUrl</c> is not set.</exception>
    public Uri CallbackUrl(string webhook, string? key = null) => new(Callback(webhook, key));

    /// <summary>Makes the address of a webhook; in tests of steps it leads nowhere.</summary>
    internal Func<string, string?, string> Callback { get; init; } = (webhook, key) => $"http://localhost/hooks/in/{webhook}{(key is null ? "" : $"-{key}")}";

    /// <summary>The steps right before this one.</summary>
    internal ImmutableArray<LeftBy> Before { get; init; } = [];

    /// <summary>The outcome that the step's edges see. The default is none.</summary>
    public string? Outcome { get; set; }

    /// <summary>Where signs of life go; null in tests of steps.</summary>
    internal IStepProgress? Progress { get; init; }

    /// <summary>
    /// Says that the step is alive and, where it can, how far it is: shown on the instance's page, at most once a second. A step with a
    /// <see cref="Definitions.Step.Heartbeat"/> must call it more often than that.
    /// </summary>
    /// <param name="fraction">How much is done, from 0 to 1; null when that is not known.</param>
    /// <param name="message">What it is doing, in a few words.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> is not from 0 to 1.</exception>
    public Task ReportProgressAsync(double? fraction = null, string? message = null)
    {
        if (fraction is not (null or (>= 0 and <= 1)))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "How much is done is told from 0 to 1.");
        }

        return Progress?.ReportAsync(fraction, message) ?? Task.CompletedTask;
    }

    /// <summary>A member of the data, or <paramref name="fallback"/> when it is absent or null.</summary>
    /// <exception cref="JsonException">The member is not a <typeparamref name="T"/>.</exception>
    public T? Get<T>(string name, T? fallback = default) =>
        Data.TryGetPropertyValue(name, out var node) && node is not null ? node.Deserialize<T>(JsonSerializerOptions.Web) : fallback;

    /// <summary>Sets a member of the data; null stays there as null.</summary>
    public void Set<T>(string name, T value) => Data[name] = JsonSerializer.SerializeToNode(value, JsonSerializerOptions.Web);

    /// <summary>Leaves a result, as the member of the data with the step's id: what the steps that follow find in <see cref="Results"/>.</summary>
    public void Return<T>(T result) => Set(Step.Value, result);

    /// <summary>
    /// Tells subscribers (webhooks, and handlers in the process) something, once this step has completed: with its completion, or not at all.
    /// </summary>
    /// <param name="type">What they know it by, as in <c>order.shipped</c>: words of lower-case letters, digits, hyphens and underscores with dots between them; not beginning with <c>workflow.</c>.</param>
    /// <param name="data">What is told: it must serialise as a JSON object.</param>
    /// <exception cref="ArgumentException">The type is not one, or the data are no object.</exception>
    public void Publish<T>(string type, T data)
    {
        if (!EventFilter.IsType(type) || type.StartsWith(WorkflowEventTypes.Reserved, StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{type}' cannot be the type of an event: write one like order.shipped; those of the engine begin with {WorkflowEventTypes.Reserved}", nameof(type));
        }

        var told = JsonSerializer.SerializeToElement(data, JsonSerializerOptions.Web);
        Published = told.ValueKind is JsonValueKind.Object
            ? Published.Add((type, told))
            : throw new ArgumentException("What an event tells is an object.", nameof(data));
    }

    /// <summary>What it tells the world, in order.</summary>
    internal ImmutableArray<(string Type, JsonElement Data)> Published { get; private set; } = [];

    /// <summary>What the run changed, by top-level members.</summary>
    internal DataChange Changes()
    {
        if (_data is null)
        {
            return DataChange.None;
        }

        using var buffer = new PooledBuffer();
        var isSet = false;
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in _data)
            {
                if (!_original.TryGetProperty(name, out var before) || !IsSame(before, value))
                {
                    isSet = true;
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }
            }

            writer.WriteEndObject();
        }

        ImmutableArray<string> removed = [.. _original.EnumerateObject().Where(member => !_data.ContainsKey(member.Name)).Select(member => member.Name)];
        return !isSet && removed.IsEmpty ? DataChange.None : new DataChange(isSet ? buffer.ToJsonElement() : null, removed);
    }

    // What was only read still is the element it was read from.
    private static bool IsSame(JsonElement before, JsonNode? value) => value switch
    {
        null => before.ValueKind is JsonValueKind.Null,
        JsonValue single when single.TryGetValue<JsonElement>(out var element) => JsonElement.DeepEquals(before, element),
        JsonObject => before.ValueKind is JsonValueKind.Object && JsonNode.DeepEquals(JsonObject.Create(before), value),
        JsonArray => before.ValueKind is JsonValueKind.Array && JsonNode.DeepEquals(JsonArray.Create(before), value),
        _ => JsonNode.DeepEquals(JsonValue.Create(before), value),
    };

    private static void Write(Utf8JsonWriter writer, JsonNode? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            value.WriteTo(writer);
        }
    }
}
