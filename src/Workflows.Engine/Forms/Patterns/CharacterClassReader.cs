namespace Workflows.Engine.Forms.Patterns;

/// <summary>Reads the inside of <c>[...]</c>, from behind the opening bracket.</summary>
internal sealed class CharacterClassReader(string source, int start)
{
    private int _position = start;

    public CharacterSet Read(out int position)
    {
        var set = new CharacterSet();
        if (_position < source.Length && source[_position] == '^')
        {
            set.Negated = true;
            _position++;
        }

        while (true)
        {
            if (_position >= source.Length)
            {
                throw new PatternException("a closing bracket is missing", _position);
            }

            if (source[_position] == ']')
            {
                position = _position + 1;
                return set;
            }

            ReadItem(set);
        }
    }

    private void ReadItem(CharacterSet set)
    {
        var itemStart = _position;
        var from = ReadAtom(set);
        if (!IsRange())
        {
            if (from is { } single)
            {
                set.Add(single, single);
            }

            return;
        }

        _position++;
        var to = ReadAtom(set);
        if (from is { } first && to is { } last)
        {
            set.Add(first, last >= first ? last : throw new PatternException("this range of characters is out of order", itemStart));
            return;
        }

        // "[\w-.]" has no range in it; strict ECMA-262 refuses it, but too many patterns in the wild mean a plain hyphen.
        set.Add('-', '-');
        foreach (var end in (ReadOnlySpan<int?>)[from, to])
        {
            if (end is { } single)
            {
                set.Add(single, single);
            }
        }
    }

    /// <summary>A hyphen with something behind it that is not the closing bracket.</summary>
    private bool IsRange()
    {
        return _position + 1 < source.Length && source[_position] == '-' && source[_position + 1] != ']';
    }

    /// <summary>One code point; null when a whole set such as <c>\d</c> was added instead.</summary>
    private int? ReadAtom(CharacterSet set)
    {
        if (source[_position] != '\\')
        {
            return EscapeReader.CodePointAt(source, ref _position);
        }

        if (EscapeReader.TryReadSet(source, ref _position) is { } whole)
        {
            set.Add(whole);
            return null;
        }

        return EscapeReader.ReadCharacter(source, ref _position, inClass: true);
    }
}
