using OpsPortal.Runbooks.Compiling.Arguments;

namespace OpsPortal.Runbooks.Compiling.Web;

/// <summary>Every option of curl: those that are carried out, those that make no difference here, those that are not yet understood.</summary>
internal static class CurlFlags
{
    /// <summary>The option that an address stands for.</summary>
    public const string Url = "url";

    public static FlagTable Table { get; } = new(
    [
        .. Switches("fail f|fail-with-body|fail-early|get G|head I|include i|insecure k|location L|location-trusted|silent s|show-error S|verbose v|compressed|remote-name O|remote-name-all"
            + "|retry-connrefused|retry-all-errors|ipv4 4|ipv6 6|globoff g"),
        .. Valued("request X|header H|data d|data-raw|data-binary|data-ascii|data-urlencode|json|form F|form-string|upload-file T|user u|oauth2-bearer|output o|write-out w|max-time m|connect-timeout"
            + "|max-redirs|retry|retry-delay|retry-max-time|resolve|connect-to|url|url-query|user-agent A|referer e|cookie b|cookie-jar c|dump-header D|range r"),
        // what makes no difference to one request in process
        .. Switches("progress-bar #|no-buffer N|buffer|no-progress-meter|progress-meter|disable q|http1.1|http2|http2-prior-knowledge|basic|keepalive|sessionid|alpn|npn|tcp-nodelay|tcp-fastopen|create-dirs|styled-output|tlsv1|tlsv1.0"
            + "|tlsv1.1|tlsv1.2|tlsv1.3|ssl|ssl-reqd|disallow-username-in-url|suppress-connect-headers|junk-session-cookies j|remote-time R|parallel-immediate|anyauth|ssl-no-revoke|ssl-revoke-best-effort|trace-time"),
        .. Valued("keepalive-time|tls-max|expect100-timeout|happy-eyeballs-timeout-ms|speed-limit Y|speed-time y|limit-rate|parallel-max|proto|proto-redir|proto-default|noproxy|rate|dns-servers|create-file-mode"),
        .. Switches("anyauth|append a|cert-status|compressed-ssh|crlf|digest|disable-eprt|disable-epsv|doh-cert-status|doh-insecure|false-start|form-escape|ftp-create-dirs|ftp-pasv|ftp-pret|ftp-skip-pasv-ip"
            + "|ftp-ssl-ccc|ftp-ssl-control|haproxy-protocol|http0.9|http1.0 0|http3|http3-only|ignore-content-length|list-only l|mail-rcpt-allowfails|manual M|metalink|negotiate|netrc n|netrc-optional|next :|clobber|ntlm"
            + "|ntlm-wb|parallel Z|path-as-is|post301|post302|post303|proxy-anyauth|proxy-basic|proxy-digest|proxy-insecure|proxy-negotiate|proxy-ntlm|proxy-ssl-allow-beast|proxy-ssl-auto-client-cert|proxy-tlsv1"
            + "|proxytunnel p|raw|remote-header-name J|remove-on-error|sasl-ir|socks5-basic|socks5-gssapi|socks5-gssapi-nec|ssl-allow-beast|ssl-auto-client-cert|sslv2 2|sslv3 3|tftp-no-options|tr-encoding|use-ascii B"
            + "|version V|xattr|help h").Select(f => f with { Understood = false }),
        .. Valued("abstract-unix-socket|alt-svc|aws-sigv4|cacert|capath|cert E|cert-type|ciphers|config K|continue-at C|crlfile|curves|delegation|dns-interface|dns-ipv4-addr|dns-ipv6-addr|doh-url|egd-file|engine|etag-compare"
            + "|etag-save|ftp-account|ftp-alternative-to-user|ftp-method|ftp-port P|ftp-ssl-ccc-mode|hostpubmd5|hostpubsha256|hsts|interface|key|key-type|krb|libcurl|local-port|login-options|mail-auth|mail-from|mail-rcpt"
            + "|max-filesize|netrc-file|output-dir|pass|pinnedpubkey|preproxy|proxy x|proxy-cacert|proxy-capath|proxy-cert|proxy-cert-type|proxy-ciphers|proxy-crlfile|proxy-header|proxy-key|proxy-key-type|proxy-pass"
            + "|proxy-pinnedpubkey|proxy-service-name|proxy-tls13-ciphers|proxy-tlsauthtype|proxy-tlspassword|proxy-tlsuser|proxy-user U|proxy1.0|pubkey|quote Q|random-file|request-target|sasl-authzid|service-name|socks4|socks4a"
            + "|socks5|socks5-gssapi-service|socks5-hostname|stderr|telnet-option t|tftp-blksize|time-cond z|tls13-ciphers|tlsauthtype|tlspassword|tlsuser|trace|trace-ascii|unix-socket").Select(f => f with { Understood = false }),
    ]);

    private static IEnumerable<Flag> Switches(string names) => Read(names, FlagValue.None);

    private static IEnumerable<Flag> Valued(string names) => Read(names, FlagValue.Required);

    private static IEnumerable<Flag> Read(string names, FlagValue value) =>
        names.Split('|').Select(n => n.Split(' ')).Select(n => new Flag(n[0], n.Length > 1 ? n[1][0] : null, value));
}
