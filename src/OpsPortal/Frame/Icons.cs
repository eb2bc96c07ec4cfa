using System.Collections.Frozen;

namespace OpsPortal.Frame;

/// <summary>The portal's own line icons, on a grid of 24: the inside of an <c>svg</c> element.</summary>
public static class Icons
{
    private static readonly FrozenDictionary<string, string> Shapes = new Dictionary<string, string>
    {
        ["now"] = """<path d="M3 12h4l3-7 4 14 3-7h4"/>""",
        ["runbooks"] = """<path d="M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3z"/><path d="M5 17a3 3 0 0 1 3-3h11M9 8h6"/>""",
        ["runs"] = """<path d="M4 6h16M4 12h16M4 18h9"/><path d="m16 16 4 2.5-4 2.5z"/>""",
        ["environments"] = """<path d="m12 3 8 4.5v9L12 21l-8-4.5v-9z"/><path d="m4 7.5 8 4.5 8-4.5M12 12v9"/>""",
        ["nodes"] = """<rect x="4" y="4.500" width="16" height="6" rx="1.500"/><rect x="4" y="13.500" width="16" height="6" rx="1.500"/><path d="M7.500 7.500h.1M7.500 16.500h.1M12 7.500h5M12 16.500h5"/>""",
        ["oncall"] = """<path d="M6 4h3l1.500 4.500L8.500 10a11 11 0 0 0 5.500 5.500l1.500-2L20 15v3a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z"/>""",
        ["swap"] = """<path d="M4 8.500h14m-3.500-3.500L18 8.500 14.500 12M20 15.500H6M9.500 12 6 15.500 9.500 19"/>""",
        ["calendar"] = """<rect x="4" y="5.500" width="16" height="14.500" rx="1.500"/><path d="M4 10h16M8.500 3.500v4M15.500 3.500v4"/>""",
        ["mail"] = """<rect x="3.500" y="5.500" width="17" height="13" rx="1.500"/><path d="m4 7 8 6 8-6"/>""",
        ["brand"] = """<path d="M4 5h9M4 10h6M4 15h4"/><path d="m12 11 8 5-8 5z"/>""",
        ["ok"] = """<path d="m5 12.5 4.5 4.5L19 7.5"/>""",
        ["running"] = """<circle cx="12" cy="12" r="8.5" opacity=".3"/><path d="M12 3.5a8.5 8.5 0 0 1 8.5 8.5"/>""",
        ["waiting"] = """<path d="M9 6v12M15 6v12"/>""",
        ["failed"] = """<path d="m6.5 6.5 11 11M17.5 6.5l-11 11"/>""",
        ["unknown"] = """<path d="M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.2-1.5 2.3"/><path d="M12 18.2v.1"/>""",
        ["quiet"] = """<circle cx="12" cy="12" r="7.5"/>""",
        ["stopped"] = """<circle cx="12" cy="12" r="8.5"/><path d="M8.5 12h7"/>""",
        ["late"] = """<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>""",
        ["read"] = """<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.8"/>""",
        ["change"] = """<path d="m4 20 1-4.5L16.5 4 20 7.5 8.5 19z"/><path d="m13.5 7 3.5 3.5"/>""",
        ["destructive"] = """<path d="M12 3c.5 4 5.5 5.5 5.5 11a5.5 5.5 0 0 1-11 0c0-2.5 1.500-4 2.300-5 .4 1.500 1 2.300 2 2.800C11.500 9 10.500 6 12 3z"/>""",
        ["play"] = """<path d="m8 5 11 7-11 7z"/>""",
        ["stop"] = """<rect x="6.500" y="6.500" width="11" height="11" rx="1.500"/>""",
        ["copy"] = """<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M5.500 15H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1h9a1 1 0 0 1 1 1v.500"/>""",
        ["link"] = """<path d="M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.700-5.700L12 7"/><path d="M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.700 5.700L12 17"/>""",
        ["search"] = """<circle cx="11" cy="11" r="6.500"/><path d="m16 16 4.500 4.500"/>""",
        ["more"] = """<path d="M5 12h.1M12 12h.1M19 12h.1" stroke-width="2.800"/>""",
        ["close"] = """<path d="m6 6 12 12M18 6 6 18"/>""",
        ["down"] = """<path d="m6 9.500 6 6 6-6"/>""",
        ["up"] = """<path d="m6 14.500 6-6 6 6"/>""",
        ["left"] = """<path d="m14.500 6-6 6 6 6"/>""",
        ["right"] = """<path d="m9.500 6 6 6-6 6"/>""",
        ["import"] = """<path d="M12 4v11m-4.500-4.500L12 15l4.500-4.500M4 19.500h16"/>""",
        ["download"] = """<path d="M12 4v11m-4.500-4.500L12 15l4.500-4.500M4 19.500h16"/>""",
        ["add"] = """<path d="M12 5v14M5 12h14"/>""",
        ["wrap"] = """<path d="M4 6h16M4 12h13a3 3 0 0 1 0 6h-4m2.500-2.500L13 18l2.500 2.500M4 18h4"/>""",
        ["follow"] = """<path d="M12 4v12m-5-5 5 5 5-5M5 20h14"/>""",
        ["theme"] = """<circle cx="12" cy="12" r="8.500"/><path d="M12 3.500v17a8.500 8.500 0 0 0 0-17z" fill="currentColor"/>""",
        ["help"] = """<circle cx="12" cy="12" r="8.500"/><path d="M9.700 9.500a2.400 2.400 0 1 1 3.300 2.300c-.7.3-1 .8-1 1.600M12 16.300v.1"/>""",
        ["leave"] = """<path d="M10 4H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h4M14 8l4 4-4 4M18 12H9"/>""",
        ["warning"] = """<path d="M12 4 2.500 20h19z"/><path d="M12 10v4.500M12 17.300v.1"/>""",
        ["info"] = """<circle cx="12" cy="12" r="8.500"/><path d="M12 11v5M12 8v.1"/>""",
        ["lock"] = """<rect x="5" y="11" width="14" height="9" rx="1.500"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>""",
        ["key"] = """<circle cx="8" cy="15" r="4"/><path d="m11 12 8.500-8.500M16 6.500l2.500 2.500M13.500 9l2 2"/>""",
        ["people"] = """<circle cx="9" cy="8.500" r="3.500"/><path d="M3 19.500c0-3.500 2.500-5.500 6-5.500s6 2 6 5.500M16 5.500a3.500 3.500 0 0 1 0 6.500M17.500 14.500c2.200.600 3.500 2.300 3.500 5"/>""",
        ["me"] = """<circle cx="12" cy="8" r="4"/><path d="M4.500 20c.5-4 3.500-6 7.500-6s7 2 7.500 6"/>""",
        ["bell"] = """<path d="M6 17V11a6 6 0 0 1 12 0v6l1.500 2h-15z"/><path d="M10.500 21h3M12 5V3"/>""",
        ["hand"] = """<path d="M8 12V6.500a1.500 1.500 0 0 1 3 0V11 5a1.500 1.500 0 0 1 3 0v6-4.500a1.500 1.500 0 0 1 3 0V15a5.500 5.500 0 0 1-5.500 5.500c-2.500 0-3.800-1-5-3L4.500 14c-.8-1.500 1-2.800 2-1.500z"/>""",
        ["target"] = """<circle cx="12" cy="12" r="8.500"/><circle cx="12" cy="12" r="3.500"/>""",
        ["box"] = """<rect x="4.500" y="4.500" width="15" height="15" rx="2"/>""",
        ["history"] = """<path d="M4 12a8 8 0 1 0 2.500-5.800L4 8.500"/><path d="M4 4v4.500h4.500M12 8v4.500l3 1.500"/>""",
        ["remove"] = """<path d="M4.500 7h15M10 7V4.500h4V7M6.500 7l1 12.500h9l1-12.500M10 10.500v6M14 10.500v6"/>""",
        ["step"] = """<path d="m5 8 4 4-4 4M12 17h7"/>""",
        ["incident"] = """<path d="M6.500 17v-4.500a5.500 5.500 0 0 1 11 0V17"/><path d="M4.500 20v-3h15v3zM12 2v2.500M4 5l1.800 1.800M20 5l-1.800 1.800M12 11v6"/>""",
        ["note"] = """<path d="M5 4h14v11l-5 5H5z"/><path d="M19 15h-5v5M8.500 8.500h7M8.500 12h4"/>""",
        ["pin"] = """<path d="M9 3.500h6l-.8 6 3.300 3.500H6.500l3.300-3.500zM12 13v7.500"/>""",
        ["image"] = """<rect x="4" y="5" width="16" height="14" rx="1.500"/><path d="m4.500 17 5-5 3.500 3.500 2.500-2.500 4 4"/><circle cx="15.500" cy="9" r="1.300"/>""",
        ["send"] = """<path d="M4 12 20.500 4 15 20l-3.500-6.500z"/><path d="M11.500 13.500 20.500 4"/>""",
        ["again"] = """<path d="M20 12a8 8 0 1 1-2.500-5.800L20 8.500"/><path d="M20 4v4.500h-4.500"/>""",
        ["offline"] = """<path d="M4 9a12 12 0 0 1 16 0M7 12.500a8 8 0 0 1 10 0M10 16a3.500 3.500 0 0 1 4 0M4 4l16 16"/>""",
    }.ToFrozenDictionary();

    /// <exception cref="KeyNotFoundException">No icon of that name was drawn.</exception>
    public static string Shape(string name) => Shapes[name];
}
