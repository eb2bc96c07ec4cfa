using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OpsPortal.Targets.Tls;

/// <summary>A distinguished name on one line, as openssl 3 prints it: <c>C = US, O = "Foo, Inc", CN = local host</c>.</summary>
internal static class NameText
{
    private static readonly Dictionary<string, string> Short = new()
    {
        ["2.5.4.3"] = "CN",
        ["2.5.4.4"] = "SN",
        ["2.5.4.5"] = "serialNumber",
        ["2.5.4.6"] = "C",
        ["2.5.4.7"] = "L",
        ["2.5.4.8"] = "ST",
        ["2.5.4.9"] = "street",
        ["2.5.4.10"] = "O",
        ["2.5.4.11"] = "OU",
        ["2.5.4.12"] = "title",
        ["2.5.4.13"] = "description",
        ["2.5.4.15"] = "businessCategory",
        ["2.5.4.17"] = "postalCode",
        ["2.5.4.41"] = "name",
        ["2.5.4.42"] = "GN",
        ["2.5.4.43"] = "initials",
        ["2.5.4.44"] = "generationQualifier",
        ["2.5.4.46"] = "dnQualifier",
        ["2.5.4.65"] = "pseudonym",
        ["2.5.4.97"] = "organizationIdentifier",
        ["0.9.2342.19200300.100.1.1"] = "UID",
        ["0.9.2342.19200300.100.1.25"] = "DC",
        ["1.2.840.113549.1.9.1"] = "emailAddress",
        ["1.3.6.1.4.1.311.60.2.1.1"] = "jurisdictionL",
        ["1.3.6.1.4.1.311.60.2.1.2"] = "jurisdictionST",
        ["1.3.6.1.4.1.311.60.2.1.3"] = "jurisdictionC",
    };

    public static string Of(X500DistinguishedName name)
    {
        var sequence = new AsnReader(name.RawData, AsnEncodingRules.DER).ReadSequence();
        List<string> parts = [];
        while (sequence.HasData)
        {
            var set = sequence.ReadSetOf();
            List<string> together = [];
            while (set.HasData)
            {
                var pair = set.ReadSequence();
                var id = pair.ReadObjectIdentifier();
                together.Add($"{Short.GetValueOrDefault(id, id)} = {Value(pair)}");
            }
            parts.Add(string.Join(" + ", together));
        }
        return string.Join(", ", parts);
    }

    private static string Value(AsnReader reader)
    {
        var tag = reader.PeekTag();
        if (tag.TagClass == TagClass.Universal && (UniversalTagNumber)tag.TagValue is UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String
            or UniversalTagNumber.T61String or UniversalTagNumber.BMPString or UniversalTagNumber.NumericString or UniversalTagNumber.VisibleString)
            return Quoted(reader.ReadCharacterString((UniversalTagNumber)tag.TagValue));
        return "#" + Convert.ToHexString(reader.ReadEncodedValue().Span);
    }

    // what separates names is quoted; quotes, backslashes, controls and what is beyond ASCII are escaped
    private static string Quoted(string value)
    {
        var text = new StringBuilder();
        var quote = value.Length > 0 && (value[0] is '#' or ' ' || value[^1] == ' ') || value.AsSpan().IndexOfAny(",+<>;") >= 0;
        foreach (var b in Encoding.UTF8.GetBytes(value))
            if (b is (byte)'"' or (byte)'\\') text.Append('\\').Append((char)b);
            else if (b is < 0x20 or >= 0x7f) text.Append('\\').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            else text.Append((char)b);
        return quote ? $"\"{text}\"" : text.ToString();
    }
}
