using System.Security.Cryptography;
using System.Text;
using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Targets.Filters.Lines;

/// <summary>The checksum of the stream, a line end behind each line.</summary>
internal sealed class ChecksumFilter(Checksum checksum) : LineFilter
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(checksum.Algorithm switch
    {
        ChecksumAlgorithm.Md5 => HashAlgorithmName.MD5,
        ChecksumAlgorithm.Sha1 => HashAlgorithmName.SHA1,
        ChecksumAlgorithm.Sha256 => HashAlgorithmName.SHA256,
        ChecksumAlgorithm.Sha384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    });

    public override ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
        return ValueTask.FromResult(true);
    }

    public override async ValueTask CompleteAsync(LineSink next, CancellationToken cancellation)
    {
        await Tell("The checksum counts a line end behind the last line.", cancellation);
        await next($"{Convert.ToHexStringLower(hash.GetHashAndReset())}  -", cancellation);
        hash.Dispose();
    }
}
