namespace OpsPortal.Targets.Redis;

/// <summary>A reply, as RESP 2 has it (redis.io/docs/reference/protocol-spec).</summary>
internal abstract record RedisReply
{
    /// <summary>The first error in it, nested ones included; null where all went well.</summary>
    public string? Error => this switch
    {
        ErrorReply error => error.Text,
        ArrayReply array => array.Items.Select(i => i.Error).FirstOrDefault(e => e is not null),
        _ => null,
    };
}

/// <summary><c>+OK</c>.</summary>
internal sealed record StatusReply(string Text) : RedisReply;

/// <summary><c>-ERR …</c>.</summary>
internal sealed record ErrorReply(string Text) : RedisReply;

internal sealed record IntegerReply(long Value) : RedisReply;

internal sealed record TextReply(byte[] Bytes) : RedisReply
{
    public override string ToString() => System.Text.Encoding.UTF8.GetString(Bytes);
}

/// <summary>No value, or no list.</summary>
internal sealed record NilReply : RedisReply;

internal sealed record ArrayReply(IReadOnlyList<RedisReply> Items) : RedisReply;
