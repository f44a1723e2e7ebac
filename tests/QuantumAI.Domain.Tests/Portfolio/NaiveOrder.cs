using System.Numerics;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using static QuantumAI.Domain.Orders.OrderMove;
using static QuantumAI.Domain.Orders.OrderStatus;

namespace QuantumAI.Domain.Tests.Portfolio;

/// <summary>An order as plain rules: where it stands, and beside it what is asked of the venue. No table.</summary>
internal sealed class NaiveOrder(string id, string agent, Instrument instrument, OrderSide side, OrderStatus stage)
{
    public string Id { get; } = id;

    public string Agent { get; } = agent;

    public Instrument Instrument { get; } = instrument;

    public OrderSide Side { get; } = side;

    public string PaidAsset { get; } = side == OrderSide.Buy ? instrument.QuoteAsset : instrument.BaseAsset;

    /// <summary>Where it stands but for a request that is not answered.</summary>
    public OrderStatus Stage { get; private set; } = stage;

    /// <summary>What is asked and not answered; unspecified = nothing.</summary>
    public OrderStatus Asked { get; private set; }

    public OrderStatus Status => Asked == OrderStatus.Unspecified ? Stage : Asked;

    public BigInteger Quantity { get; set; }

    public BigInteger Filled { get; set; }

    public BigInteger QuoteFilled { get; set; }

    public BigInteger Reserved { get; set; }

    public BigInteger Left => Quantity - Filled;

    public bool IsOpen => Stage is not (OrderStatus.Filled or Rejected or Canceled or Expired or NeverArrived or Denied);

    private bool IsSent => IsOpen && Stage != Emulated;

    /// <summary>It was sent and its end is not told: the venue may have it or not.</summary>
    private bool IsUncertain => Stage is Submitted or Released or OutcomeUnknown or Initialized;

    public bool Allows(OrderMove move) => move switch
    {
        Release or Deny => Stage == Emulated,
        Accept => IsSent && (Asked != OrderStatus.Unspecified || IsUncertain),
        Trigger => IsSent && (Asked != OrderStatus.Unspecified || Stage != Triggered),
        Fill or FillWhole => IsSent || Stage is Canceled or Expired,
        Reject => IsSent && (Asked != OrderStatus.Unspecified || Stage != PartiallyFilled),
        Cancel or Expire or Amend => IsOpen,
        LoseTrack => IsSent && (Asked != OrderStatus.Unspecified || Stage != OutcomeUnknown),
        NeverArrive => IsSent && (Asked != OrderStatus.Unspecified || Stage is Submitted or Released or OutcomeUnknown),
        RequestCancel => IsSent && Asked != PendingCancel && (Asked == PendingUpdate || Stage != Initialized),
        RefuseCancel => Asked == PendingCancel,
        RequestAmend => IsSent && Asked == OrderStatus.Unspecified && Stage is not (Initialized or OutcomeUnknown),
        RefuseAmend => Asked == PendingUpdate,
        _ => throw new ArgumentOutOfRangeException(nameof(move), move, "unknown"),
    };

    /// <summary>Moves on; quantities are changed before it is called.</summary>
    public void Move(OrderMove move)
    {
        switch (move)
        {
            case Release:
                Stage = Released;
                break;
            case Accept or Amend when IsUncertain:
                Stage = Live(Accepted);
                break;
            case Trigger:
                Stage = Live(Triggered);
                break;
            case Fill or FillWhole:
                Stage = Left.IsZero ? OrderStatus.Filled : IsOpen ? PartiallyFilled : Stage;
                break;
            case RequestCancel:
                Asked = PendingCancel;
                break;
            case RequestAmend:
                Asked = PendingUpdate;
                break;
            case LoseTrack:
                (Stage, Asked) = (OutcomeUnknown, OrderStatus.Unspecified);
                break;
            case Deny or Reject or Cancel or Expire or NeverArrive:
                Stage = move switch { Deny => Denied, Reject => Rejected, Cancel => Canceled, Expire => Expired, _ => NeverArrived };
                break;
        }

        if (move == Amend && Left.IsZero && !Filled.IsZero)
            Stage = OrderStatus.Filled;
        if (!IsOpen || move is RefuseCancel or RefuseAmend || (move == Amend && Asked == PendingUpdate))
            Asked = OrderStatus.Unspecified;
        if (!IsOpen)
            Reserved = 0;
    }

    private OrderStatus Live(OrderStatus otherwise) => Filled.IsZero ? otherwise : PartiallyFilled;
}
