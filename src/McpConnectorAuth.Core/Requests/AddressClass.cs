namespace McpConnectorAuth.Core.Requests;

/// <summary>What kind of network a host's literal address belongs to (RFC 6890).</summary>
public enum AddressClass
{
    /// <summary>A name, or an address of the public internet.</summary>
    Public,

    /// <summary>This machine: <c>localhost</c>, names below it, 127.0.0.0/8 and ::1.</summary>
    Loopback,

    /// <summary>A private network: RFC 1918, RFC 6598 and RFC 4193.</summary>
    Private,

    /// <summary>
    /// Link-local (which holds the metadata services of cloud machines), unspecified, multicast or reserved: no API is there.
    /// </summary>
    LinkLocalOrReserved,
}
