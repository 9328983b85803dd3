using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Workflows.Engine.Forms;

/// <summary>The standard sentences for broken keywords. One table, so that another language is another table.</summary>
internal static partial class SchemaMessages
{
    private const int MaxListedValues = 8;

    /// <summary>Keys are a keyword, or a keyword with the one parameter that changes the sentence; <c>{name}</c> stands for a parameter.</summary>
    private static readonly FrozenDictionary<string, string> s_texts = new Dictionary<string, string>
    {
        [""] = "This value is not allowed here.",
        ["type"] = "This must be {type}.",
        ["type:string"] = "Enter text.",
        ["type:number"] = "Enter a number.",
        ["type:integer"] = "Enter a whole number.",
        ["type:boolean"] = "Answer yes or no.",
        ["type:array"] = "This must be a list.",
        ["type:object"] = "This must be a group of fields.",
        ["type:null"] = "This must be left empty.",
        ["required"] = "This is required.",
        ["dependentRequired"] = "This is required when \u201c{property}\u201d is filled in.",
        ["dependencies"] = "This is required when \u201c{property}\u201d is filled in.",
        ["enum"] = "Choose one of: {allowedValues}.",
        ["const"] = "This must be {allowedValue}.",
        ["minimum"] = "Enter {limit} or more.",
        ["maximum"] = "Enter {limit} or less.",
        ["exclusiveMinimum"] = "Enter more than {limit}.",
        ["exclusiveMaximum"] = "Enter less than {limit}.",
        ["multipleOf"] = "Enter a multiple of {multipleOf}.",
        ["minLength"] = "Enter at least {limit} characters.",
        ["minLength:1"] = "Enter at least 1 character.",
        ["maxLength"] = "Enter at most {limit} characters.",
        ["maxLength:1"] = "Enter at most 1 character.",
        ["pattern"] = "This does not have the expected form.",
        ["format"] = "This is not a valid {format}.",
        ["format:date"] = "Enter a date, such as 2026-01-31.",
        ["format:time"] = "Enter a time with its zone, such as 09:30:00Z.",
        ["format:date-time"] = "Enter a date and time with its zone, such as 2026-01-31T09:30:00Z.",
        ["format:duration"] = "Enter a duration, such as P3D or PT2H30M.",
        ["format:email"] = "Enter an e-mail address, such as name@example.com.",
        ["format:uri"] = "Enter a web address, such as https://example.com.",
        ["format:uuid"] = "Enter a UUID, such as 00000000-0000-0000-0000-000000000000.",
        ["format:hostname"] = "Enter a host name, such as www.example.com.",
        ["format:ipv4"] = "Enter an IPv4 address, such as 192.0.2.1.",
        ["format:ipv6"] = "Enter an IPv6 address, such as 2001:db8::1.",
        ["format:regex"] = "Enter a regular expression.",
        ["format:json-pointer"] = "Enter a JSON pointer, such as /name.",
        ["format:data-url"] = "Choose a file.",
        ["minItems"] = "Add at least {limit} entries.",
        ["minItems:1"] = "Add at least 1 entry.",
        ["maxItems"] = "At most {limit} entries are allowed.",
        ["maxItems:1"] = "At most 1 entry is allowed.",
        ["uniqueItems"] = "Every entry may be there only once.",
        ["contains"] = "An entry that is needed is missing.",
        ["minContains"] = "At least {limit} entries of the needed kind must be there.",
        ["maxContains"] = "At most {limit} entries of this kind are allowed.",
        ["minProperties"] = "Fill in at least {limit} fields.",
        ["minProperties:1"] = "Fill in at least 1 field.",
        ["maxProperties"] = "Fill in at most {limit} fields.",
        ["maxProperties:1"] = "Fill in at most 1 field.",
        ["additionalProperties"] = "This field is not known here.",
        ["unevaluatedProperties"] = "This field is not known here.",
        ["unevaluatedItems"] = "This entry is not allowed here.",
        ["propertyNames"] = "This name is not allowed.",
        ["anyOf"] = "This matches none of the choices.",
        ["oneOf"] = "This must match exactly one of the choices.",
        ["not"] = "This value is not allowed.",
        ["limit"] = "The data is too complex to be checked.",
        ["limit:Absent"] = "There is no data.",
        ["limit:TooLarge"] = "The data is too large: at most 1 MiB is allowed.",
        ["limit:TooDeep"] = "The data is nested too deeply: at most 64 levels are allowed.",
        ["limit:BrokenText"] = "A text in the data is not valid Unicode.",
        ["limit:BrokenNumber"] = "A number in the data is too long or too large.",
        ["limit:patterns"] = "Checking the texts against the patterns of this form takes too long.",
    }.ToFrozenDictionary();

    public static string Describe(string keyword, IReadOnlyDictionary<string, object?> parameters)
    {
        var text = parameters.Values.Select(value => s_texts.GetValueOrDefault($"{keyword}:{Format(value)}")).FirstOrDefault(found => found is not null)
            ?? s_texts.GetValueOrDefault(keyword)
            ?? s_texts[""];
        return Placeholder().Replace(text, match => Format(parameters.GetValueOrDefault(match.Groups[1].Value)));
    }

    private static string Format(object? value)
    {
        return value switch
        {
            null => "",
            string text => text,
            decimal number => number.ToString(CultureInfo.CurrentCulture),
            JsonElement { ValueKind: JsonValueKind.Array } list => FormatList(list),
            JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
            JsonElement { ValueKind: JsonValueKind.Null } => "empty",
            JsonElement { ValueKind: JsonValueKind.True } => "yes",
            JsonElement { ValueKind: JsonValueKind.False } => "no",
            IEnumerable<string> names => string.Join(" or ", names),
            IFormattable other => other.ToString(null, CultureInfo.CurrentCulture),
            _ => value.ToString() ?? "",
        };
    }

    private static string FormatList(JsonElement list)
    {
        var shown = string.Join(", ", list.EnumerateArray().Take(MaxListedValues).Select(item => Format(item)));
        return list.GetArrayLength() > MaxListedValues ? shown + ", \u2026" : shown;
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}
