using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsPortal.Storage;

/// <summary>Values that are stored as JSON documents.</summary>
internal static class StoredJson
{
    /// <summary>jsonb orders keys its own way, so a discriminator need not come first.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { AllowOutOfOrderMetadataProperties = true };

    public static PropertyBuilder<T> IsJson<T>(this PropertyBuilder<T> property, string columnType = "jsonb") =>
        property.HasColumnType(columnType).HasConversion(
            value => JsonSerializer.Serialize(value, Options),
            text => JsonSerializer.Deserialize<T>(text, Options)!,
            new ValueComparer<T>(
                (a, b) => JsonSerializer.Serialize(a, Options) == JsonSerializer.Serialize(b, Options),
                value => JsonSerializer.Serialize(value, Options).GetHashCode(StringComparison.Ordinal),
                value => value));
}
