namespace OpsPortal.Runbooks.Risks;

/// <summary>What an action can do to the world. Ordered: the greatest of a step's parts is the step's.</summary>
public enum Risk
{
    /// <summary>Changes nothing outside the operator's own session.</summary>
    Read,

    /// <summary>Changes state and can be undone, or heals by itself.</summary>
    Change,

    /// <summary>Loses data, or takes something away that nothing makes again.</summary>
    Destructive,
}
