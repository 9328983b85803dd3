namespace Workflows.Engine.Forms;

/// <summary>One thing that is wrong with the data of a form.</summary>
/// <param name="InstancePath">JSON pointer of the value; for <c>required</c> and its kin the pointer of the missing child, so that its field shows it.</param>
/// <param name="Keyword">The schema keyword that was broken, or <c>limit</c> when checking was given up.</param>
/// <param name="SchemaPath">JSON pointer of that keyword inside the schema document.</param>
/// <param name="Params">What the keyword asked for (<c>limit</c>, <c>missingProperty</c>, <c>allowedValues</c>...), for translations and tests.</param>
public sealed record SchemaError(string InstancePath, string Keyword, string SchemaPath, IReadOnlyDictionary<string, object?> Params)
{
    private readonly string? _message;

    /// <summary>A sentence for people. The form's own text (<c>ui:errors</c>) wins over the standard one.</summary>
    public string Message
    {
        get => _message ?? SchemaMessages.Describe(Keyword, Params);
        init => _message = value;
    }

    /// <summary>Two errors are equal when they say the same about the same place.</summary>
    public bool Equals(SchemaError? other)
    {
        return other is not null
            && InstancePath == other.InstancePath
            && Keyword == other.Keyword
            && SchemaPath == other.SchemaPath
            && Message == other.Message;
    }

    public override int GetHashCode()
    {
        return HashCode.Combine(InstancePath, Keyword, SchemaPath);
    }
}
