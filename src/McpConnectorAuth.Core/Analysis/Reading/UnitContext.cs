namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>What a statement is about, judged from where it stands and from its own words.</summary>
[Flags]
internal enum UnitContext
{
    None = 0,

    /// <summary>Stands in a part on authentication, keys or connecting.</summary>
    Auth = 1,

    /// <summary>Errors, status codes, limits.</summary>
    Errors = 2,

    /// <summary>Calls that the API makes to the reader's server, and their signatures.</summary>
    Inbound = 4,

    /// <summary>Another product, another vendor, things not to be confused with the API.</summary>
    Foreign = 8,

    /// <summary>Withdrawn, refused, or advised against.</summary>
    Rejected = 16,

    /// <summary>Fields of records, bodies of answers.</summary>
    Data = 32,

    /// <summary>Recommended, the default, preferred.</summary>
    Recommended = 64,

    /// <summary>A second choice, only for special cases.</summary>
    Secondary = 128,

    /// <summary>How to test a connection.</summary>
    Testing = 256,

    /// <summary>Writing calls only.</summary>
    Writing = 512,

    /// <summary>Addresses an assistant or otherwise must not be believed.</summary>
    Poisoned = 1024,

    /// <summary>Old, but said to work still.</summary>
    Deprecated = 2048,

    /// <summary>Of another server than the API.</summary>
    Elsewhere = Inbound | Foreign,

    /// <summary>Says nothing in favour of what it names.</summary>
    Dismissed = Elsewhere | Rejected,
}
