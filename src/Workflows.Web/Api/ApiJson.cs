using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflows.Web.Api;

/// <summary>How bodies are written and read: names in camel case, what is null left out, nothing unknown overlooked.</summary>
internal static class ApiJson
{
    public static readonly JsonElement EmptyObject = JsonElement.Parse("{}");

    public static void Configure(JsonSerializerOptions json)
    {
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping; // read by people and programs, never put into a page
        json.NumberHandling = JsonNumberHandling.Strict;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.RespectNullableAnnotations = true;
    }
}
