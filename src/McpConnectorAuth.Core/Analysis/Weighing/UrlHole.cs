using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Parameter names of the variable parts of a URL.</summary>
internal static class UrlHole
{
    private static readonly string[] Prefixes = ["your_", "my_", "the_", "customer_", "our_"];

    /// <summary><c>your-subdomain</c>, <c>YOUR_DOMAIN</c>, <c>yourDomain</c> become plain snake_case names.</summary>
    public static string Name(string hole)
    {
        var snake = CredentialNames.Snake(hole);
        foreach (var prefix in Prefixes)
        {
            if (snake.StartsWith(prefix, StringComparison.Ordinal) && snake.Length > prefix.Length + 1)
                snake = snake[prefix.Length..];
        }

        return snake.Length == 0 || snake is "ip" or "ip_address" or "hostname" or "host_name" or "address" || snake.EndsWith("_host", StringComparison.Ordinal) ? "host" : snake;
    }
}
