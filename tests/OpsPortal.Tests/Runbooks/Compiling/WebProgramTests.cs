using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Runbooks.Risks;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

public class WebProgramTests
{
    [Theory]
    [InlineData("wget https://shop/a.tgz", "GET", "https://shop/a.tgz", " True")]
    [InlineData("wget -qO- https://shop/a", "GET", "https://shop/a", " False")]
    [InlineData("wget -q -O - shop:8080/a", "GET", "http://shop:8080/a", " False")]
    [InlineData("wget -O a.txt https://shop/a", "GET", "https://shop/a", "a.txt False")]
    [InlineData("wget --spider -nv https://shop/a", "HEAD", "https://shop/a", "/dev/null False")]
    [InlineData("wget --post-data='a=1' -qO- https://shop/a", "POST", "https://shop/a", " False")]
    [InlineData("wget --method=PUT --body-data=x -qO- https://shop/a", "PUT", "https://shop/a", " False")]
    public void Wget(string command, string method, string url, string to)
    {
        var send = Compiled.Native<HttpSend>(command);
        Assert.Equal((method, url, to), (send.EffectiveMethod(), send.Transfers[0].Url.Text(), $"{send.Transfers[0].File} {send.Transfers[0].NamedAsRemote}"));
        Assert.Equal(method is "GET" or "HEAD" ? Risk.Read : Risk.Change, Compiled.Of(command).Risk);
    }

    [Theory]
    [InlineData("http :8000/health", "GET", "http://localhost:8000/health", Risk.Read, null)]
    [InlineData("http GET shop/x a==1 X-Id:5", "GET", "http://shop/x", Risk.Read, null)]
    [InlineData("https shop/x", "GET", "https://shop/x", Risk.Read, null)]
    [InlineData("http POST shop/x name=a n:=5", "POST", "http://shop/x", Risk.Change, "{\"name\":\"a\",\"n\":5}")]
    [InlineData("http shop/x name=a", "POST", "http://shop/x", Risk.Change, "{\"name\":\"a\"}")]
    [InlineData("http DELETE shop/x/1", "DELETE", "http://shop/x/1", Risk.Destructive, null)]
    public void Httpie(string command, string method, string url, Risk risk, string? body)
    {
        var send = Compiled.Native<HttpSend>(command);
        Assert.Equal((method, url, risk, body), (send.EffectiveMethod(), send.Transfers[0].Url.Text(), Compiled.Of(command).Risk, send.Body?.Data[0].Text!.Text()));
    }

    [Fact]
    public void A_value_in_HTTPies_body_stays_in_its_quotes() =>
        Assert.Equal("{\"a\":\"\\\"x\"}", ((HttpSend)Compiled.Native<HttpSend>("http POST shop/x a=$V").Bind(new Dictionary<string, string> { ["V"] = "\"x" })).Body!.Data[0].Text!.Text());

    [Theory]
    [InlineData("openssl s_client -connect shop:443", "shop", "443", null)]
    [InlineData("openssl s_client -servername shop.example.com -connect 10.0.0.1:8443 -showcerts 2>/dev/null", "10.0.0.1", "8443", "shop.example.com")]
    [InlineData("openssl s_client -connect '[::1]:443' -noservername", "::1", "443", "")]
    [InlineData("openssl s_client -connect <host>:443", "\uE000host\uE001", "443", null)]
    public void Handshakes(string command, string host, string port, string? name)
    {
        var inspect = Compiled.Native<TlsInspect>(command);
        Assert.Equal((host, port, name), (inspect.Host, inspect.Port, inspect.ServerName));
    }

    [Fact]
    public void Certificates_are_read_from_the_pipe_and_from_files()
    {
        var piped = Compiled.Of("openssl s_client -connect shop:443 2>/dev/null | openssl x509 -noout -dates -subject -fingerprint -sha256 -checkend 86400");
        var filter = Assert.IsType<X509>(Assert.Single(piped.Filters.OfType<X509>()));
        Assert.Equal([X509Print.StartDate, X509Print.EndDate, X509Print.Subject, X509Print.Fingerprint], filter.Prints);
        Assert.Equal((false, "sha256", 86400L), (filter.Pem, filter.Digest, filter.CheckEnd));
        var file = Compiled.Native<CertificateShow>("openssl x509 -in certs/tls.crt -noout -enddate -ext subjectAltName");
        Assert.Equal("certs/tls.crt", file.File);
        Assert.Equal([X509Print.EndDate, X509Print.Extensions], file.Print.Prints);
    }

    [Theory]
    [InlineData("openssl s_client", "names no server")]
    [InlineData("openssl s_client -connect mail:25 -starttls smtp", "-starttls")]
    [InlineData("openssl s_client -connect shop:https", "is no port")]
    [InlineData("openssl verify -CAfile ca.pem a.pem", "openssl verify is not yet understood")]
    [InlineData("openssl x509 -noout", "names no file")]
    [InlineData("kubectl get pods | openssl base64 -d", "openssl base64")]
    [InlineData("kubectl get pods | openssl x509 -noout -purpose", "openssl x509")]
    [InlineData("wget -r https://shop/", "-r of wget")]
    [InlineData("http -d shop/x", "-d of http")]
    public void What_is_left_to_a_person(string command, string reason) => Assert.Contains(reason, Compiled.Manual(command).ManualReason);
}
