using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using OpsPortal.StatusPage.Pages;

namespace OpsPortal.StatusPage.Showing;

/// <summary>
/// Documents of a page, whole: their style is in them, and nothing else is fetched but the logo. No script, no circuit. The components
/// encode whatever they are given.
/// </summary>
public sealed class RenderPages(IServiceProvider services, ILoggerFactory logs, Languages languages)
{
    private static readonly string Style = Resource("status.css");

    /// <param name="away">Live data cannot be read, so the document says of when it is.</param>
    /// <param name="body">What stands between head and foot.</param>
    /// <param name="framed">Other sites may show it in a frame.</param>
    public async Task<Rendered> DocumentAsync<T>(PageView page, bool away, string? title, bool framed, Dictionary<string, object?> body) where T : IComponent
    {
        var words = languages.Of(page.Language);
        var style = $":root{{--accent:{page.Accent};--night:{Contrast.InTheDark(page.Accent)}}}{Style}";
        var html = await RenderAsync<StatusDocument>(new()
        {
            ["Page"] = page,
            ["Words"] = words,
            ["Heading"] = title,
            ["Away"] = away,
            ["Bare"] = framed,
            ["Style"] = style,
            ["Body"] = Fragment<T>(page, words, body),
        });
        return Rendered.Of("text/html; charset=utf-8", html, Policy(style, framed));
    }

    internal static string Policy(string style, bool framed) =>
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {(framed ? "*" : "'none'")}";

    internal static string Resource(string name)
    {
        using var stream = typeof(RenderPages).Assembly.GetManifestResourceStream($"OpsPortal.StatusPage.{name}")!;
        using var reader = new StreamReader(stream);
        // As it is written into the document, whatever checked the file out.
        return reader.ReadToEnd().ReplaceLineEndings("\n").Trim();
    }

    private static RenderFragment Fragment<T>(PageView page, Words words, Dictionary<string, object?> parameters) where T : IComponent => builder =>
    {
        builder.OpenComponent<T>(0);
        builder.AddComponentParameter(1, "Page", page);
        builder.AddComponentParameter(2, "Words", words);
        foreach (var (name, value) in parameters) builder.AddComponentParameter(3, name, value);
        builder.CloseComponent();
    };

    private async Task<string> RenderAsync<T>(Dictionary<string, object?> parameters) where T : IComponent
    {
        // a renderer's services are those of one request
        await using var scope = services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, logs);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }
}
