namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>Is told by a <see cref="MarketMessageReader"/> what it meets: the rules that a message breaks, and its symbol. Owned by one reader.</summary>
public interface IMarketMessageWatch
{
    /// <summary>Problems so far; a message is good when it adds none.</summary>
    long Problems { get; }

    /// <summary>A rule is broken by a value of the message.</summary>
    void OnProblem(string rule, ReadOnlySpan<byte> value);

    /// <summary>A rule is broken by the message itself.</summary>
    void OnProblem(string rule, string value);

    /// <summary>The message names a symbol; one that the watch does not take is a problem of its own.</summary>
    /// <param name="isText">False when the value is no text.</param>
    /// <param name="symbol">As the message has it, in UTF-8 with escapes left in.</param>
    void OnSymbol(bool isText, ReadOnlySpan<byte> symbol);
}
