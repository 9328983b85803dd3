using System.Text.RegularExpressions;
using Workflows.Engine.Forms.Patterns;

namespace Workflows.Engine.Tests.Forms.Patterns;

public sealed class EcmaPatternTests
{
    [Theory]
    [InlineData("^a$", "a", true)]
    [InlineData("^a$", "a\n", false)]
    [InlineData(@"^\d+$", "42", true)]
    [InlineData(@"^\d+$", "\u09ea", false)]
    [InlineData(@"^\w+$", "ä", false)]
    [InlineData(@"^\s$", "\ufeff", true)]
    [InlineData(@"^[\S]$", "\u00a0", false)]
    [InlineData("^.$", "\r", false)]
    [InlineData("^.$", "\u2028", false)]
    [InlineData("^.{2}$", "😀é", true)]
    [InlineData("^[^a]$", "😀", true)]
    [InlineData("^[😀-😎]+$", "😁😂", true)]
    [InlineData("^[😀-😎]+$", "\U0001f60f", false)]
    [InlineData("^😀{2}$", "😀😀", true)]
    [InlineData(@"^\u{1F600}\ud83d\ude01$", "😀😁", true)]
    [InlineData(@"^\p{L}+$", "Zoë𠮷", true)]
    [InlineData(@"^\P{L}+$", "1😀", true)]
    [InlineData(@"^\P{L}+$", "𠮷", false)]
    [InlineData(@"^[\p{Lu}\d]+$", "Ä1", true)]
    [InlineData(@"^[^\p{Lu}]+$", "Ä", false)]
    [InlineData(@"^[\P{L}x]+$", "1x😀", true)]
    [InlineData(@"^[\P{L}x]+$", "y", false)]
    [InlineData(@"^[\w-.]+$", "a-b.c", true)]
    [InlineData(@"^[\]\\^-]+$", @"]\^-", true)]
    [InlineData(@"^(a)(?:b)\1$", "aba", true)]
    [InlineData(@"^(?:(a)|b)\1$", "b", true)]
    [InlineData(@"^(?<x>a)(b)\k<x>\2$", "abab", true)]
    [InlineData(@"(?<=\$)\d", "$5", true)]
    [InlineData(@"^\cA\x41\u0042\t$", "\u0001AB\t", true)]
    [InlineData("[]", "a", false)]
    [InlineData("^[^]$", "😀", true)]
    [InlineData("a|b|", "", true)]
    [InlineData(@"^\$\.\/\-$", "$./-", true)]
    [InlineData("^(?:ab){2,3}?$", "abab", true)]
    [InlineData("^#[ \\t]x$", "# x", true)]
    public void Translate_Pattern_MatchesAsEcmaDoes(string pattern, string text, bool expected)
    {
        var translation = EcmaPattern.Translate(pattern);

        Assert.Equal(expected, new Regex(translation.Text, RegexOptions.CultureInvariant).IsMatch(text));
        if (!translation.NeedsBacktracking)
        {
            Assert.Equal(expected, new Regex(translation.Text, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking).IsMatch(text));
        }
    }

    [Theory]
    [InlineData("^[a-z]+$", false)]
    [InlineData("(a)(b)", false)]
    [InlineData("(?=a)", true)]
    [InlineData("(?<!a)", true)]
    [InlineData(@"(a)\1", true)]
    public void Translate_LookAroundOrBackReference_NeedsBacktracking(string pattern, bool expected)
    {
        Assert.Equal(expected, EcmaPattern.Translate(pattern).NeedsBacktracking);
    }

    [Theory]
    [InlineData("(", 1)]
    [InlineData("a)", 1)]
    [InlineData("[a", 2)]
    [InlineData("*", 0)]
    [InlineData("a**", 2)]
    [InlineData("a{2,1}", 1)]
    [InlineData("a{x}", 1)]
    [InlineData("}", 0)]
    [InlineData("[b-a]", 1)]
    [InlineData(@"\Z", 0)]
    [InlineData(@"a\", 1)]
    [InlineData(@"\u{110000}", 0)]
    [InlineData(@"\1", 2)]
    [InlineData(@"\k<x>", 5)]
    [InlineData("(?<1>a)", 0)]
    [InlineData("(?<a>b)(?<a>c)", 7)]
    [InlineData("(?<a", 0)]
    [InlineData("(?i)a", 0)]
    [InlineData("(?>a)", 0)]
    [InlineData(@"\p{Klingon}", 0)]
    [InlineData(@"\p", 0)]
    public void Translate_NotEcma_IsRefusedAtItsPlace(string pattern, int position)
    {
        Assert.Equal(position, Assert.Throws<PatternException>(() => EcmaPattern.Translate(pattern)).Position);
    }
}
