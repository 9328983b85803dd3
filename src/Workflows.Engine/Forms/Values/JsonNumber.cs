using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Workflows.Engine.Forms.Values;

/// <summary>
/// A JSON number without rounding. Nearly all fit a decimal; the rest (more than 28 digits, or a large exponent) are kept as digits and an exponent of
/// ten, so that comparing, testing for an integer and dividing stay exact: <c>0.1</c> is a tenth, and <c>1e400</c> is less than <c>1e401</c>.
/// </summary>
internal readonly struct JsonNumber : IComparable<JsonNumber>
{
    private const int MaxDecimalDigits = 28;

    private readonly decimal _decimal;

    // Set for a number that no decimal holds: significant digits without zeros at either end; the value is sign * digits * 10^exponent.
    private readonly string? _digits;
    private readonly int _exponent;
    private readonly bool _negative;

    private JsonNumber(decimal value)
    {
        _decimal = value;
    }

    private JsonNumber(string digits, int exponent, bool negative)
    {
        _digits = digits;
        _exponent = exponent;
        _negative = negative;
    }

    public bool IsInteger => _digits is null ? decimal.IsInteger(_decimal) : _exponent >= 0;

    public bool IsNegative => Sign < 0;

    public bool IsPositive => Sign > 0;

    private int Sign => _digits is null ? Math.Sign(_decimal) : _negative ? -1 : 1;

    /// <summary>Reads a number that the inspector let through.</summary>
    public static JsonNumber Read(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        return raw.Length <= MaxDecimalDigits && raw.IndexOfAny((byte)'e', (byte)'E') < 0
            ? new JsonNumber(element.GetDecimal() is var value && value == 0 ? 0m : value)
            : ReadExact(Encoding.ASCII.GetString(raw));
    }

    /// <summary>The value as people and programs outside want it: a decimal, or text when none holds it.</summary>
    public object ToParam()
    {
        return _digits is null ? _decimal / 1.000000000000000000000000000m : ToString();
    }

    public int CompareTo(JsonNumber other)
    {
        if (_digits is null && other._digits is null)
        {
            return _decimal.CompareTo(other._decimal);
        }

        if (Sign != other.Sign)
        {
            return Sign.CompareTo(other.Sign);
        }

        var (left, right) = (ToExact(), other.ToExact());
        var bySize = (left.Digits.Length + left.Exponent).CompareTo(right.Digits.Length + right.Exponent);
        return Sign * (bySize != 0 ? bySize : string.CompareOrdinal(left.Digits, right.Digits));
    }

    public bool IsMultipleOf(JsonNumber divisor)
    {
        if (_digits is null && divisor._digits is null)
        {
            return decimal.Remainder(_decimal, divisor._decimal) == 0;
        }

        if (Sign == 0)
        {
            return true;
        }

        var (dividend, by) = (ToExact(), divisor.ToExact());

        // Digits have no zeros at the end, so a value that is shifted further right than its divisor has a fraction left.
        if (dividend.Exponent < by.Exponent)
        {
            return false;
        }

        var modulus = BigInteger.Parse(by.Digits, CultureInfo.InvariantCulture);
        var shifted = BigInteger.ModPow(10, dividend.Exponent - by.Exponent, modulus);
        return BigInteger.Remainder(BigInteger.Parse(dividend.Digits, CultureInfo.InvariantCulture) * shifted, modulus).IsZero;
    }

    /// <summary>Equal numbers have equal hashes, however they are written.</summary>
    public int Hash()
    {
        return _digits is null ? _decimal.GetHashCode() : HashCode.Combine(_digits, _exponent, _negative);
    }

    public override string ToString()
    {
        return _digits is null ? _decimal.ToString("G29", CultureInfo.InvariantCulture) : $"{(_negative ? "-" : "")}{_digits}e{_exponent}";
    }

    private static JsonNumber ReadExact(string text)
    {
        var negative = text[0] == '-';
        var e = text.IndexOfAny(['e', 'E']);
        var exponent = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = text.AsSpan(negative ? 1 : 0, (e < 0 ? text.Length : e) - (negative ? 1 : 0));
        var point = mantissa.IndexOf('.');
        var fraction = point < 0 ? 0 : mantissa.Length - point - 1;
        var digits = (point < 0 ? mantissa.ToString() : string.Concat(mantissa[..point], mantissa[(point + 1)..])).TrimStart('0');
        var trimmed = digits.TrimEnd('0');
        if (trimmed.Length == 0)
        {
            return new JsonNumber(0m);
        }

        exponent += digits.Length - trimmed.Length - fraction;
        return FitsDecimal(trimmed, exponent) ? new JsonNumber(ToDecimal(trimmed, exponent, negative)) : new JsonNumber(trimmed, exponent, negative);
    }

    private static bool FitsDecimal(string digits, int exponent)
    {
        return exponent >= 0 ? digits.Length + exponent <= MaxDecimalDigits : digits.Length <= MaxDecimalDigits && -exponent <= MaxDecimalDigits;
    }

    private static decimal ToDecimal(string digits, int exponent, bool negative)
    {
        var text = $"{(negative ? "-" : "")}{digits}e{exponent}";
        return decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent, CultureInfo.InvariantCulture);
    }

    private (string Digits, int Exponent) ToExact()
    {
        if (_digits is not null)
        {
            return (_digits, _exponent);
        }

        var text = Math.Abs(_decimal).ToString(CultureInfo.InvariantCulture);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var fraction = point < 0 ? 0 : text.Length - point - 1;
        var digits = text.Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        var trimmed = digits.TrimEnd('0');
        return (trimmed, digits.Length - trimmed.Length - fraction);
    }
}
