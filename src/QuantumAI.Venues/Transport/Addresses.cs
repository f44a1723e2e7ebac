namespace QuantumAI.Venues.Transport;

/// <summary>Which addresses keys may be sent to.</summary>
public static class Addresses
{
    /// <summary>Refuses an address that is not encrypted, unless it is this machine's own, or that carries anything beside a host and a path.</summary>
    /// <exception cref="ArgumentException">With the reason.</exception>
    public static void RequireSafe(Uri address, string encrypted, string plain)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != encrypted && !(address.Scheme == plain && address.IsLoopback)))
            throw new ArgumentException($"a venue's address must begin with {encrypted}://, or with {plain}:// on this machine itself, was {address}");
        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
            throw new ArgumentException("a venue's address must consist of host, port and path");
    }
}
