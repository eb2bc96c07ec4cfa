using System.Net;
using System.Net.Sockets;

namespace OpsPortal.Targets.Http;

/// <summary>
/// Addresses that no step asks, however it came by them (a name that resolves to one, a redirect, a parameter): the link's own, where
/// clouds keep the credentials of the machine, and the few other addresses that clouds keep them at.
/// </summary>
public static class ForbiddenPlaces
{
    private static readonly HashSet<string> Names = ["metadata", "metadata.google.internal", "metadata.goog", "metadata.azure.internal", "metadata.tencentyun.com", "instance-data", "instance-data.ec2.internal"];

    private static readonly IPNetwork[] Networks =
    [
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("fd00:ec2::/32"), IPNetwork.Parse("fd20:ce::254/128"),
        IPNetwork.Parse("100.100.100.200/32"), IPNetwork.Parse("168.63.129.16/32"), IPNetwork.Parse("192.0.0.192/32"),
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("::/128"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("ff00::/8"), IPNetwork.Parse("255.255.255.255/32"),
    ];

    public static bool IsName(string host) => Names.Contains(host);

    public static bool IsAddress(IPAddress address)
    {
        var plain = Embedded(address) ?? address;
        return Networks.Any(n => n.BaseAddress.AddressFamily == plain.AddressFamily && n.Contains(plain));
    }

    public static string Refusal(string host, IPAddress? address) =>
        $"{host} {(address is null || address.ToString() == host ? "is" : $"leads to {address}, which is")} an address of the machine's own network or of a cloud's metadata service, and runbooks may not ask it. "
        + "Where that is meant, an administrator can name exactly this address in http.allow of the environment.";

    /// <summary>The IPv4 address that an IPv6 address carries: mapped, compatible, NAT64 or 6to4.</summary>
    private static IPAddress? Embedded(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return null;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (bytes is [0x20, 0x02, ..]) return new(bytes[2..6]);
        var translated = bytes is [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, ..];
        var compatible = bytes.AsSpan(0, 12).IndexOfAnyExcept((byte)0) < 0 && bytes.AsSpan(12, 2).IndexOfAnyExcept((byte)0) >= 0;
        return translated || compatible ? new(bytes[12..]) : null;
    }
}
