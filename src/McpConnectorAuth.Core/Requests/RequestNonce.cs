using System.Security.Cryptography;

namespace McpConnectorAuth.Core.Requests;

/// <summary>Makes what is used once.</summary>
internal static class RequestNonce
{
    /// <summary>128 random bits as 32 hexadecimal digits, which every header and query carries as they are.</summary>
    public static string Create() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
