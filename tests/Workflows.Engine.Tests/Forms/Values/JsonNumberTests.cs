using System.Text.Json;
using Workflows.Engine.Forms.Values;

namespace Workflows.Engine.Tests.Forms.Values;

public sealed class JsonNumberTests
{
    [Theory]
    [InlineData("1", "1.0", 0)]
    [InlineData("-0", "0.0", 0)]
    [InlineData("1e2", "100", 0)]
    [InlineData("0.1", "0.10000000000000000000000000000000001", -1)]
    [InlineData("1e400", "1e401", -1)]
    [InlineData("-1e400", "-1e401", 1)]
    [InlineData("-1e400", "1", -1)]
    [InlineData("1e-400", "0", 1)]
    [InlineData("9007199254740993", "9007199254740992", 1)]
    [InlineData("98249283749234923498293171823948729348710298301928331", "98249283749234923498293171823948729348710298301928330", 1)]
    [InlineData("123456789012345678901234567890", "1.2345678901234567890123456789e29", 0)]
    public void CompareTo_AnyNumbers_IsExact(string left, string right, int expected)
    {
        var (x, y) = (Read(left), Read(right));

        Assert.Equal(expected, Math.Sign(x.CompareTo(y)));
        Assert.Equal(-expected, Math.Sign(y.CompareTo(x)));
        Assert.Equal(expected == 0, x.Hash() == y.Hash());
    }

    [Theory]
    [InlineData("19.99", "0.01", true)]
    [InlineData("0.075", "0.01", false)]
    [InlineData("12391239123", "1e-8", true)]
    [InlineData("1e308", "0.123456789", false)]
    [InlineData("1e1000", "0.5", true)]
    [InlineData("1e-1000", "0.5", false)]
    [InlineData("0", "1e300", true)]
    [InlineData("-4.5", "1.5", true)]
    [InlineData("79228162514264337593543950335", "0.0000000000000000000000000001", true)]
    public void IsMultipleOf_AnyNumbers_IsExact(string value, string divisor, bool expected)
    {
        Assert.Equal(expected, Read(value).IsMultipleOf(Read(divisor)));
    }

    [Theory]
    [InlineData("1.0", true)]
    [InlineData("1.5e1", true)]
    [InlineData("1.5", false)]
    [InlineData("1e400", true)]
    [InlineData("12345678901234567890123456789.5", false)]
    public void IsInteger_AnyNumber_LooksAtTheValue(string value, bool expected)
    {
        Assert.Equal(expected, Read(value).IsInteger);
    }

    private static JsonNumber Read(string json)
    {
        return JsonNumber.Read(JsonElement.Parse(json));
    }
}
