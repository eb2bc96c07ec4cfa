using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;

namespace OpsPortal.Storage;

/// <summary>
/// Encrypts the data-protection keys themselves, so that a copy of the database alone opens nothing: <c>Keys:Certificate</c> names a
/// file (PKCS#12 with <c>Keys:Password</c>, or PEM with the private key), <c>Keys:OldCertificates</c> those that keys were encrypted with before.
/// </summary>
internal static class KeyCertificates
{
    public static void EncryptWith(this IDataProtectionBuilder builder, IConfiguration? configuration)
    {
        if (configuration?["Keys:Certificate"] is not { Length: > 0 } file) return;
        var password = configuration["Keys:Password"];
        var certificate = Load(file, password);
        var old = (configuration["Keys:OldCertificates"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(f => Load(f, password));
        builder.ProtectKeysWithCertificate(certificate).UnprotectKeysWithAnyCertificate([certificate, .. old]);
        builder.Services.AddHostedService(provider => new EncryptStoredKeys(
            provider.GetRequiredService<IDbContextFactory<OpsPortalDbContext>>(), new CertificateXmlEncryptor(certificate, provider.GetRequiredService<ILoggerFactory>()), provider.GetRequiredService<PatientStart>()));
    }

    private static X509Certificate2 Load(string file, string? password)
    {
        try
        {
            var certificate = X509Certificate2.GetCertContentType(file) == X509ContentType.Pkcs12
                ? X509CertificateLoader.LoadPkcs12FromFile(file, password)
                : X509Certificate2.CreateFromPemFile(file);
            return certificate.HasPrivateKey ? certificate : throw new InvalidOperationException($"{file}, which is to encrypt the data-protection keys, has no private key.");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{file}, which is to encrypt the data-protection keys, cannot be read: {e.Message}", e);
        }
    }
}

/// <summary>Encrypts keys that were stored before there was a certificate.</summary>
internal sealed class EncryptStoredKeys(IDbContextFactory<OpsPortalDbContext> contexts, IXmlEncryptor encryptor, PatientStart start) : IHostedService
{
    private static readonly XNamespace Protection = "http://schemas.asp.net/2015/03/dataProtection";

    public Task StartAsync(CancellationToken cancellationToken) => start.DoAsync(EncryptAsync, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task EncryptAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        foreach (var key in await db.DataProtectionKeys.AsNoTracking().ToListAsync(cancellation))
        {
            var element = XElement.Parse(key.Xml);
            var plain = element.DescendantsAndSelf().Where(e => (bool?)e.Attribute(Protection + "requiresEncryption") == true).ToList();
            if (plain.Count == 0) continue;
            foreach (var secret in plain)
            {
                var encrypted = encryptor.Encrypt(secret);
                secret.ReplaceWith(new XElement(Protection + "encryptedSecret", new XAttribute("decryptorType", encrypted.DecryptorType.AssemblyQualifiedName!), encrypted.EncryptedElement));
            }
            var xml = element.ToString(SaveOptions.DisableFormatting);
            await db.DataProtectionKeys.Where(k => k.Id == key.Id).ExecuteUpdateAsync(set => set.SetProperty(k => k.Xml, xml), cancellation);
        }
    }
}
