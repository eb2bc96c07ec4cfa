using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Storage;

/// <summary>The keys that everything else is encrypted with.</summary>
public sealed class TheKeys : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("opsportal-keys-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task With_a_certificate_none_is_readable_in_the_database_and_those_of_before_are_encrypted_too()
    {
        var database = await PortalDatabase.CreateAsync();
        string early;
        await using (var plain = await PortalHost.StartAsync(database, new() { Roles = "web" }))
        {
            early = Protector(plain).Protect("kubeconfig");
            Assert.Contains("<masterKey", await KeysAsync(plain));
        }

        await using var portal = await StartAsync(database, Certificate("first"));
        var keys = await KeysAsync(portal);
        Assert.DoesNotContain("<value>", keys);
        Assert.Contains("encryptedSecret", keys);
        Assert.Equal("kubeconfig", Protector(portal).Unprotect(early));
    }

    [Fact]
    public async Task Keys_and_certificates_are_exchanged_and_what_was_stored_before_stays_readable()
    {
        var database = await PortalDatabase.CreateAsync();
        var (first, second) = (Certificate("first"), Certificate("second"));
        string old, newer;
        await using (var portal = await StartAsync(database, first))
        {
            old = Protector(portal).Protect("one");
            var now = TimeProvider.System.GetUtcNow();
            portal.Get<IKeyManager>().CreateNewKey(now, now.AddDays(90));
        }
        await using (var portal = await StartAsync(database, second, first))
        {
            Assert.Equal("one", Protector(portal).Unprotect(old));
            newer = Protector(portal).Protect("two");
            Assert.Equal(2, portal.Get<IKeyManager>().GetAllKeys().Count);
            var now = TimeProvider.System.GetUtcNow();
            portal.Get<IKeyManager>().CreateNewKey(now, now.AddDays(90));
            Assert.Equal("two", Protector(portal).Unprotect(newer));
        }
        // Without the first certificate its keys open nothing.
        await using var last = await StartAsync(database, second);
        Assert.ThrowsAny<CryptographicException>(() => Protector(last).Unprotect(old));
    }

    [Fact]
    public async Task A_certificate_that_is_not_there_stops_the_start_with_a_sentence()
    {
        var wrong = await Assert.ThrowsAsync<InvalidOperationException>(async () => await StartAsync(await PortalDatabase.CreateAsync(), Path.Combine(folder.FullName, "none.pfx")));
        Assert.Contains("none.pfx, which is to encrypt the data-protection keys, cannot be read", wrong.Message);
    }

    private static IDataProtector Protector(PortalHost portal) => portal.Get<IDataProtectionProvider>().CreateProtector("test");

    private static async Task<string> KeysAsync(PortalHost portal)
    {
        await using var db = await portal.DatabaseAsync();
        return string.Join('\n', await db.DataProtectionKeys.Select(k => k.Xml).ToListAsync());
    }

    private static Task<PortalHost> StartAsync(string database, string certificate, string? old = null) => PortalHost.StartAsync(database, new()
    {
        Roles = "web",
        Settings = new() { ["Keys:Certificate"] = certificate, ["Keys:Password"] = "pässword", ["Keys:OldCertificates"] = old },
    });

    private string Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        var file = Path.Combine(folder.FullName, $"{name}.pfx");
        File.WriteAllBytes(file, certificate.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, "pässword"));
        return file;
    }
}
