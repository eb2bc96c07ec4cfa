using System.Text.Json;
using System.Text.Json.Serialization;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Data;

/// <summary>Puts keys back as they were before a change, where nobody has changed them since. No command line makes it: it is the way back of a change.</summary>
public sealed record RedisRestoreKeys : RedisAction
{
    /// <summary>The keys, as JSON of <see cref="KeptKey"/>. Text within text, so that nothing in the data is taken for a place of a parameter.</summary>
    public required string Data { get; init; }

    /// <summary>For the sentence: "key session:1", "3 keys".</summary>
    public required string What { get; init; }

    public override string Name => "redis.restoreKeys";
    public override Risk Risk => Risk.Change;
    public override string Sentence => $"Put back {ParameterText.Display(What)}{OnPlace}";

    /// <summary>What <see cref="Data"/> holds.</summary>
    [JsonIgnore] public IReadOnlyList<KeptKey> Keys => JsonSerializer.Deserialize<List<KeptKey>>(Data)!;

    public static RedisRestoreKeys Of(ServerPlace place, IReadOnlyList<KeptKey> keys) => new()
    {
        Place = place,
        Data = JsonSerializer.Serialize(keys),
        What = keys is [var only] ? $"key {only.Name}" : $"{keys.Count} keys",
    };
}

/// <param name="Before">Null where it was not there.</param>
/// <param name="After">Null where it is gone.</param>
public sealed record KeptKey(string Name, KeyState? Before, KeyState? After);

/// <param name="Dump">As DUMP gives it.</param>
/// <param name="Expires">Unix milliseconds; null where it does not expire.</param>
public sealed record KeyState(byte[] Dump, long? Expires);
