using QuantumAI.Venues.Binance.Rest;

namespace QuantumAI.Venues.Binance.Stream;

/// <summary>What a market stream's actor understands: one struct, since most of it are frames.</summary>
public readonly record struct MarketStreamMessage
{
    internal enum Matter : byte
    {
        Tick = 0,
        Opened = 1,
        Frame = 2,
        Closed = 3,
        Snapshot = 4,
        End = 5,
    }

    internal Matter About { get; private init; }

    /// <summary>Number of the socket, or of the instrument of a snapshot.</summary>
    internal int Number { get; private init; }

    /// <summary>Rented; goes back when the frame is read.</summary>
    internal byte[] Buffer { get; private init; }

    /// <summary>Of the frame; number of a snapshot.</summary>
    internal int Length { get; private init; }

    internal string? Reason { get; private init; }

    internal SpotAnswer? Answer { get; private init; }

    internal static MarketStreamMessage Tick => default;

    internal static MarketStreamMessage End { get; } = new() { About = Matter.End };

    internal static MarketStreamMessage Opened(int socket) => new() { About = Matter.Opened, Number = socket };

    internal static MarketStreamMessage Frame(int socket, byte[] buffer, int length) => new() { About = Matter.Frame, Number = socket, Buffer = buffer, Length = length };

    internal static MarketStreamMessage Closed(int socket, string reason) => new() { About = Matter.Closed, Number = socket, Reason = reason };

    internal static MarketStreamMessage Snapshot(int instrumentId, int number, SpotAnswer answer) => new() { About = Matter.Snapshot, Number = instrumentId, Length = number, Answer = answer };
}
