namespace Workflows.Engine.Expressions;

/// <summary>Takes numbers and texts out of values of that kind, at a price that follows their length.</summary>
internal static class Operands
{
    /// <summary>How many characters of text one unit of fuel pays for.</summary>
    public const int CharactersPerUnit = 16;

    private const int OrdinaryNumberLength = 64;

    public static bool TryNumber(in Value value, Node? node, int position, ref Evaluation evaluation, out decimal number)
    {
        if (!value.IsJson)
        {
            return value.TryGetNumber(out number);
        }

        number = 0;
        var length = JsonAccess.RawLength(value.Json);
        if (length > OrdinaryNumberLength && !evaluation.Burn(length / CharactersPerUnit, position))
        {
            return false;
        }

        return value.TryGetNumber(out number) || Failure.NumberTooLarge(ref evaluation, position, new Failure.Operand(value, node));
    }

    public static bool TryText(in Value value, Node? node, int position, ref Evaluation evaluation, out string text)
    {
        if (value.IsJson && !evaluation.Burn(JsonAccess.RawLength(value.Json) / CharactersPerUnit, position))
        {
            text = "";
            return false;
        }

        return value.TryGetText(out text)
            ? value.IsJson || evaluation.Burn(text.Length / CharactersPerUnit, position)
            : Failure.NotUnicode(ref evaluation, position, new Failure.Operand(value, node));
    }
}
