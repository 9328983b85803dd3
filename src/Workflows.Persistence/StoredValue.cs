using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Persistence;

/// <summary>How values are written to columns: by queries through the converters, by the writer directly. All of them compare and sort as their values do.</summary>
internal static class StoredValue
{
    /// <summary>An id. It sorts by its bytes, the most significant first, so that ids that are made later sort later: SQLite keeps these bytes, PostgreSQL has a type for it.</summary>
    public static Guid Of(InstanceId id) => id.Value;

    /// <summary>An id.</summary>
    public static Guid Of(HumanTaskId id) => id.Value;

    /// <summary>A moment: its UTC ticks.</summary>
    public static long Of(DateTimeOffset moment) => moment.UtcTicks;

    /// <summary>A version: one number with six digits for each part.</summary>
    public static long Of(SemanticVersion version) => (((version.Major * 1_000_000L) + version.Minor) * 1_000_000L) + version.Patch;

    /// <summary>A status or kind: its name in lower case.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Names<TEnum>.ByValue[value];

    public static DateTimeOffset ToMoment(long ticks) => new(ticks, TimeSpan.Zero);

    public static SemanticVersion ToVersion(long value) => new((int)(value / 1_000_000_000_000), (int)(value / 1_000_000 % 1_000_000), (int)(value % 1_000_000));

    /// <summary>Several names: a JSON array; null for none.</summary>
    public static ImmutableArray<string> ToNames(string? json) => json is null ? [] : JsonSerializer.Deserialize<ImmutableArray<string>>(json);

    public static TEnum To<TEnum>(string name)
        where TEnum : struct, Enum => Names<TEnum>.ByName[name];

    /// <summary>Tells EF Core how every type is stored.</summary>
    /// <param name="conventions">The model's.</param>
    /// <param name="hasIds">Whether the database has a type for ids; otherwise they are 16 bytes.</param>
    public static void Configure(ModelConfigurationBuilder conventions, bool hasIds)
    {
        if (hasIds)
        {
            conventions.Properties<InstanceId>().HaveConversion<InstanceIdConverter>();
            conventions.Properties<HumanTaskId>().HaveConversion<HumanTaskIdConverter>();
        }
        else
        {
            conventions.Properties<Guid>().HaveConversion<IdBytesConverter>();
            conventions.Properties<InstanceId>().HaveConversion<InstanceIdBytesConverter>();
            conventions.Properties<HumanTaskId>().HaveConversion<HumanTaskIdBytesConverter>();
        }

        conventions.Properties<TenantId>().HaveConversion<TenantIdConverter>();
        conventions.Properties<StepId>().HaveConversion<StepIdConverter>();
        conventions.Properties<SemanticVersion>().HaveConversion<VersionConverter>();
        conventions.Properties<DateTimeOffset>().HaveConversion<MomentConverter>();
        conventions.Properties<InstanceStatus>().HaveConversion<NameConverter<InstanceStatus>>();
        conventions.Properties<HumanTaskStatus>().HaveConversion<NameConverter<HumanTaskStatus>>();
        conventions.Properties<DefinitionStatus>().HaveConversion<NameConverter<DefinitionStatus>>();
        conventions.Properties<DeliveryStatus>().HaveConversion<NameConverter<DeliveryStatus>>();
        conventions.Properties<TimerKind>().HaveConversion<NameConverter<TimerKind>>();
    }

    private static class Names<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> ByValue = Enum.GetValues<TEnum>().ToDictionary(v => v, v => v.ToString().ToLowerInvariant());
        public static readonly Dictionary<string, TEnum> ByName = ByValue.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
    }

    private sealed class InstanceIdConverter() : ValueConverter<InstanceId, Guid>(v => v.Value, v => new InstanceId(v));

    private sealed class HumanTaskIdConverter() : ValueConverter<HumanTaskId, Guid>(v => v.Value, v => new HumanTaskId(v));

    private sealed class IdBytesConverter() : ValueConverter<Guid, byte[]>(v => v.ToByteArray(true), v => new Guid(v, true));

    private sealed class InstanceIdBytesConverter() : ValueConverter<InstanceId, byte[]>(v => v.Value.ToByteArray(true), v => new InstanceId(new Guid(v, true)));

    private sealed class HumanTaskIdBytesConverter() : ValueConverter<HumanTaskId, byte[]>(v => v.Value.ToByteArray(true), v => new HumanTaskId(new Guid(v, true)));

    private sealed class TenantIdConverter() : ValueConverter<TenantId, string>(v => v.Value, v => new TenantId(v));

    private sealed class StepIdConverter() : ValueConverter<StepId, string>(v => v.Value, v => new StepId(v));

    private sealed class VersionConverter() : ValueConverter<SemanticVersion, long>(v => Of(v), v => ToVersion(v));

    private sealed class MomentConverter() : ValueConverter<DateTimeOffset, long>(v => Of(v), v => ToMoment(v));

    private sealed class NameConverter<TEnum>() : ValueConverter<TEnum, string>(v => Of(v), v => To<TEnum>(v))
        where TEnum : struct, Enum;
}
