using System.Text;
using System.Xml;
using OpsPortal.Frame;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Showing;

namespace OpsPortal.StatusPage.Feeds;

/// <summary>What was published, as RFC 4287 writes it: an entry for each incident and each maintenance, all its updates in it.</summary>
internal static class AtomFeed
{
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const int MostEntries = 50;

    public static string Write(PageView page, Words words, Uri root)
    {
        var text = new Utf8Writer();
        using (var xml = XmlWriter.Create(text, new() { Indent = true, NewLineChars = "\n", CheckCharacters = true }))
        {
            xml.WriteStartDocument();
            xml.WriteStartElement("feed", Atom);
            xml.WriteAttributeString("xml", "lang", null, words.Language);
            Simple(xml, "id", $"urn:uuid:{page.Id}");
            Simple(xml, "title", page.Title);
            if (page.Description is { } description) Simple(xml, "subtitle", description);
            Simple(xml, "updated", StatusJson.Time(page.UpdatedAt));
            Link(xml, "self", new Uri(root, page.IsDefault ? "/status.atom" : $"/status/{page.Slug}/status.atom"), "application/atom+xml");
            Link(xml, "alternate", new Uri(root, page.Path), "text/html");
            xml.WriteStartElement("author", Atom);
            Simple(xml, "name", page.Title);
            xml.WriteEndElement();
            foreach (var post in page.Posts.OrderByDescending(p => p.UpdatedAt).Take(MostEntries)) Entry(xml, page, words, post, root);
            xml.WriteEndElement();
        }
        return text.ToString();
    }

    private static void Entry(XmlWriter xml, PageView page, Words words, PostView post, Uri root)
    {
        xml.WriteStartElement("entry", Atom);
        Simple(xml, "id", $"urn:uuid:{post.Id}");
        Simple(xml, "title", Clean(post.Title));
        Simple(xml, "published", StatusJson.Time(post.CreatedAt));
        Simple(xml, "updated", StatusJson.Time(post.UpdatedAt));
        Link(xml, "alternate", StatusJson.Link(page, post, root), "text/html");
        xml.WriteStartElement("content", Atom);
        xml.WriteAttributeString("type", "html");
        foreach (var update in post.Updates)
            xml.WriteString(Clean($"<p><strong>{Html(words.Say($"status.{update.Status.Code()}"))}</strong> {Html(words.Moment(update.At, page.Zone, page.ReadAt))}</p>\n{MarkdownHtml.Of(update.Body)}"));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static string Html(string text) => System.Net.WebUtility.HtmlEncode(text);

    /// <summary>Without what XML cannot hold at all.</summary>
    private static string Clean(string text) => text.All(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)) ? text : new([.. text.Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c))]);

    private static void Simple(XmlWriter xml, string name, string value) => xml.WriteElementString(name, Atom, Clean(value));

    private static void Link(XmlWriter xml, string relation, Uri to, string type)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("href", to.AbsoluteUri);
        xml.WriteEndElement();
    }

    /// <summary>The XML declaration names the encoding of the writer.</summary>
    private sealed class Utf8Writer : StringWriter
    {
        public Utf8Writer() : base(System.Globalization.CultureInfo.InvariantCulture) { }

        public override Encoding Encoding => Encoding.UTF8;
    }
}
