using System.Diagnostics.CodeAnalysis;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>What a person entered into a form, cleaned and judged.</summary>
/// <param name="Values">The cleaned values, empty optional ones left out; null where there are errors.</param>
/// <param name="Cleaned">All cleaned values that are not empty, refused ones included, for showing the form again.</param>
/// <param name="Errors">Refused fields in the order of the form.</param>
/// <param name="Notes">What cleaning changed.</param>
public sealed record CredentialFormReading(
    CredentialValues? Values,
    CredentialValues Cleaned,
    IReadOnlyList<CredentialFormError> Errors,
    IReadOnlyList<CredentialFormNote> Notes)
{
    /// <summary>Whether every field is accepted.</summary>
    [MemberNotNullWhen(true, nameof(Values))]
    public bool Accepted => Values is not null;
}
