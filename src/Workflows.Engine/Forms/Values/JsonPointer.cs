using System.Globalization;

namespace Workflows.Engine.Forms.Values;

/// <summary>JSON pointers (RFC 6901) as text.</summary>
internal static class JsonPointer
{
    public static string Append(string pointer, string name)
    {
        return string.Concat(pointer, "/", Escape(name));
    }

    public static string Append(string pointer, int index)
    {
        return string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}");
    }

    public static string Escape(string name)
    {
        return name.AsSpan().IndexOfAny('~', '/') < 0 ? name : name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
    }

    /// <summary>The steps of a pointer, unescaped; null when it is none. The empty pointer has no steps.</summary>
    public static string[]? Split(string pointer)
    {
        if (!IsPointer(pointer))
        {
            return null;
        }

        var steps = pointer.Length == 0 ? [] : pointer[1..].Split('/');
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = steps[i].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        }

        return steps;
    }

    public static bool IsPointer(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[0] != '/')
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '~' && (i + 1 == text.Length || text[i + 1] is not ('0' or '1')))
            {
                return false;
            }
        }

        return true;
    }
}
