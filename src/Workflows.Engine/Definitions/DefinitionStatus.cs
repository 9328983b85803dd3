using System.Text.Json.Serialization;

namespace Workflows.Engine.Definitions;

/// <summary>Where a version of a definition is in its life.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<DefinitionStatus>))]
public enum DefinitionStatus
{
    /// <summary>Being written: it may have errors, can be replaced and discarded, and cannot be started or called.</summary>
    Draft,

    /// <summary>Can be started and called, and never changes.</summary>
    Published,

    /// <summary>Cannot be started any more; what runs goes on. Publishing it again restores it.</summary>
    Retired,
}
