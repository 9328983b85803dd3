using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Workflows.Engine.Definitions.Documents;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Definitions;

/// <summary>
/// What a machine step is told beside its data: a JSON object in which every text is a template. A text that is one expression in braces, and nothing else, becomes its value, whatever
/// its type; <c>{"secret": "name"}</c> becomes a secret of the server, and <c>{"callback": "name"}</c> the address of a webhook of the instance. Immutable; equal when the objects are written the same.
/// </summary>
public sealed class StepSettings : IEquatable<StepSettings>
{
    private const string SecretName = "secret";
    private const string CallbackName = "callback";
    private const string KeyName = "key";

    private readonly Node _root;

    private StepSettings(JsonElement source, Node root)
    {
        Source = source;
        _root = root;
    }

    /// <summary>The object it was read from.</summary>
    public JsonElement Source { get; }

    /// <summary>Every template, with its place in the object.</summary>
    internal IEnumerable<(string Place, TextTemplate Template)> Templates => _root.Templates("");

    /// <summary>The names of the webhooks whose addresses it needs, with their places in the object.</summary>
    internal IEnumerable<(string Place, string Webhook)> Callbacks => _root.Callbacks("");

    /// <summary>The names of its members.</summary>
    internal IEnumerable<string> Names => Source.EnumerateObject().Select(member => member.Name);

    /// <summary>Reads settings; every text that is no template is a problem at its place. Null when there are problems.</summary>
    internal static StepSettings? Read(JsonElement source, string place, ProblemList problems)
    {
        if (source.ValueKind is not JsonValueKind.Object)
        {
            problems.Error(ProblemCodes.MemberType, place, "The settings of a step are an object.");
            return null;
        }

        var copy = source.Clone();
        var isRight = true;
        var root = Node.Of(copy, place, problems, ref isRight);
        return isRight ? new StepSettings(copy, root) : null;
    }

    /// <summary>Fills in everything.</summary>
    /// <param name="context">What expressions see.</param>
    /// <param name="secret">A secret by its name; null when there is none.</param>
    /// <param name="callback">The address of a webhook by its name, for a key.</param>
    /// <param name="html">The members that are HTML: what is put in is encoded.</param>
    /// <exception cref="StepSettingsException">An expression cannot be evaluated, gives nothing where text needs something, or a secret is not there.</exception>
    internal JsonElement Evaluate(in ExpressionContext context, Func<string, string?> secret, Func<string, string?, string> callback, ImmutableArray<string> html)
    {
        using var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            _root.Write(writer, "", context, new Filling(secret, callback, html));
        }

        return buffer.ToJsonElement();
    }

    /// <inheritdoc/>
    public bool Equals(StepSettings? other) => other is not null && JsonElement.DeepEquals(Source, other.Source);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StepSettings);

    /// <inheritdoc/>
    public override int GetHashCode() => Source.GetPropertyCount();

    /// <summary>Where what is put in comes from, and what becomes of it.</summary>
    private sealed record Filling(Func<string, string?> Secret, Func<string, string?, string> Callback, ImmutableArray<string> Html)
    {
        public HtmlEncoder? EncoderOf(string place) => place.Length > 0 && Html.Contains(place[1..]) ? HtmlEncoder.Default : null;
    }

    private abstract class Node
    {
        public static Node Of(JsonElement value, string place, ProblemList problems, ref bool isRight)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.String:
                    var template = problems.ReadTemplate(value.GetString()!, place);
                    isRight &= template is not null;
                    return template is null ? new Literal(value) : new Text(template);
                case JsonValueKind.Object when value.GetPropertyCount() == 1 && value.TryGetProperty(SecretName, out var name) && name.ValueKind is JsonValueKind.String:
                    return new Secret(name.GetString()!);
                case JsonValueKind.Object when value.TryGetProperty(CallbackName, out var webhook) && webhook.ValueKind is JsonValueKind.String && OnlyKeyBeside(value, out var about):
                    var key = about is null ? null : problems.ReadTemplate(about, DocumentText.Join(place, KeyName));
                    isRight &= about is null || key is not null;
                    return new Callback(webhook.GetString()!, key);
                case JsonValueKind.Object:
                    var members = ImmutableArray.CreateBuilder<(string, Node)>();
                    foreach (var member in value.EnumerateObject())
                    {
                        members.Add((member.Name, Of(member.Value, DocumentText.Join(place, member.Name), problems, ref isRight)));
                    }

                    return new Members(members.DrainToImmutable());
                case JsonValueKind.Array:
                    var items = ImmutableArray.CreateBuilder<Node>();
                    foreach (var item in value.EnumerateArray())
                    {
                        items.Add(Of(item, DocumentText.Join(place, items.Count), problems, ref isRight));
                    }

                    return new Items(items.DrainToImmutable());
                default:
                    return new Literal(value);
            }
        }

        public abstract void Write(Utf8JsonWriter writer, string place, in ExpressionContext context, Filling filling);

        public virtual IEnumerable<(string Place, TextTemplate Template)> Templates(string place) => [];

        public virtual IEnumerable<(string Place, string Webhook)> Callbacks(string place) => [];

        private static bool OnlyKeyBeside(JsonElement value, out string? key)
        {
            key = value.TryGetProperty(KeyName, out var given) && given.ValueKind is JsonValueKind.String ? given.GetString() : null;
            return value.GetPropertyCount() == (key is null ? 1 : 2);
        }
    }

    private sealed class Literal(JsonElement value) : Node
    {
        public override void Write(Utf8JsonWriter writer, string place, in ExpressionContext context, Filling filling) => value.WriteTo(writer);
    }

    private sealed class Text(TextTemplate template) : Node
    {
        public override void Write(Utf8JsonWriter writer, string place, in ExpressionContext context, Filling filling)
        {
            if (template.OnlyHole is { } expression && filling.EncoderOf(place) is null)
            {
                var result = expression.Evaluate(context);
                if (result.Error is { } error)
                {
                    throw new StepSettingsException($"The setting '{place}' could not be computed: '{expression.Source}' {error.Message}");
                }

                result.Value.ToJsonElement().WriteTo(writer);
                return;
            }

            if (template.TryFill(context, filling.EncoderOf(place), out var text, out var wrong))
            {
                writer.WriteStringValue(text);
                return;
            }

            throw new StepSettingsException($"The setting '{place}' could not be computed: {wrong}");
        }

        public override IEnumerable<(string Place, TextTemplate Template)> Templates(string place) => [(place, template)];
    }

    private sealed class Secret(string name) : Node
    {
        public override void Write(Utf8JsonWriter writer, string place, in ExpressionContext context, Filling filling) =>
            writer.WriteStringValue(filling.Secret(name) ?? throw new StepSettingsException($"There is no secret '{name}', which the setting '{place}' needs: set Workflows:Secrets:{name}."));
    }

    private sealed class Callback(string webhook, TextTemplate? key) : Node
    {
        public override void Write(Utf8JsonWriter writer, string place, in ExpressionContext context, Filling filling)
        {
            string? about = null;
            if (key is not null && !key.TryFill(context, null, out about, out var wrong))
            {
                throw new StepSettingsException($"The setting '{place}' could not be computed: {wrong}");
            }

            writer.WriteStringValue(filling.Callback(webhook, about));
        }

        public override IEnumerable<(string Place, TextTemplate Template)> Templates(string place) => key is null ? [] : [(DocumentText.Join(place, KeyName), key)];

        public override IEnumerable<(string Place, string Webhook)> Callbacks(string place) => [(DocumentText.Join(place, CallbackName), webhook)];
    }

    private sealed class Members(ImmutableArray<(string Name, Node Value)> members) : Node
    {
        public override void Write(Utf8JsonWriter writer, string place, in ExpressionContext context, Filling filling)
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                writer.WritePropertyName(name);
                value.Write(writer, DocumentText.Join(place, name), context, filling);
            }

            writer.WriteEndObject();
        }

        public override IEnumerable<(string Place, TextTemplate Template)> Templates(string place) =>
            members.SelectMany(member => member.Value.Templates(DocumentText.Join(place, member.Name)));

        public override IEnumerable<(string Place, string Webhook)> Callbacks(string place) =>
            members.SelectMany(member => member.Value.Callbacks(DocumentText.Join(place, member.Name)));
    }

    private sealed class Items(ImmutableArray<Node> items) : Node
    {
        public override void Write(Utf8JsonWriter writer, string place, in ExpressionContext context, Filling filling)
        {
            writer.WriteStartArray();
            for (var i = 0; i < items.Length; i++)
            {
                items[i].Write(writer, DocumentText.Join(place, i), context, filling);
            }

            writer.WriteEndArray();
        }

        public override IEnumerable<(string Place, TextTemplate Template)> Templates(string place) =>
            items.SelectMany((item, i) => item.Templates(DocumentText.Join(place, i)));

        public override IEnumerable<(string Place, string Webhook)> Callbacks(string place) =>
            items.SelectMany((item, i) => item.Callbacks(DocumentText.Join(place, i)));
    }
}

/// <summary>The settings of a step could not be filled in.</summary>
internal sealed class StepSettingsException(string message) : Exception(message);
