namespace OpsPortal.Frame;

/// <summary>Ids of steps and sections as fragments of an address.</summary>
public static class Anchors
{
    public static string Of(string id) => id.Replace('/', '.');
}
