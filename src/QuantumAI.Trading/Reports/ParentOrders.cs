using QuantumAI.Domain.Execution;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Portfolio;

namespace QuantumAI.Trading.Reports;

/// <summary>What working off one parent order came to.</summary>
/// <param name="Parent">The order.</param>
/// <param name="Filled">Sum of its children's fills, those told after its end too.</param>
/// <param name="Children">How many children were approved.</param>
/// <param name="Outcome">Why it ended; null while it is worked off.</param>
/// <param name="Shortfall">Its cost against the decision. Fees in a third asset are not part of it.</param>
public sealed record ParentOrderResult(ParentOrder Parent, Quantity Filled, int Children, string? Outcome, ImplementationShortfall Shortfall);

/// <summary>Folds parent orders from an account's events, in the order of their starts.</summary>
internal sealed class ParentOrders(IReadOnlyDictionary<string, Instrument> instruments)
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, Entry> _byId = [];
    private readonly Dictionary<string, Entry> _byChild = [];

    public IReadOnlyList<ParentOrderResult> Results => [.. _entries.Select(entry => entry.ToResult())];

    public void Add(AccountEvent accountEvent)
    {
        switch (accountEvent)
        {
            case AlgorithmStarted started:
                _byId[started.Parent.AlgorithmId] = new Entry(started, instruments[started.Parent.Symbol]);
                _entries.Add(_byId[started.Parent.AlgorithmId]);
                break;
            case AlgorithmEnded ended when _byId.TryGetValue(ended.AlgorithmId, out var entry):
                entry.End(ended);
                break;
            case OrderIntended intended when AlgorithmChild.TryParse(intended.Reason, out var id, out _) && _byId.TryGetValue(id, out var parent):
                parent.Children++;
                _byChild[intended.ClientOrderId] = parent;
                break;
            case OrderFilled filled when _byChild.TryGetValue(filled.ClientOrderId, out var parent):
                parent.Fill(filled);
                break;
            default:
                break;
        }
    }

    private sealed class Entry(AlgorithmStarted started, Instrument instrument)
    {
        private Quantity _filled = instrument.ZeroQuantity;
        private Money _quoteFilled;
        private Money _fees;
        private Price _last = started.ArrivalPrice;
        private string? _outcome;

        public int Children { get; set; }

        public void End(AlgorithmEnded ended) => (_outcome, _last) = (ended.Reason, ended.Last ?? _last);

        public void Fill(OrderFilled filled)
        {
            _filled += filled.Quantity;
            _quoteFilled += filled.QuoteQuantity;
            if (_outcome is null)
                _last = filled.Price;
            if (filled.FeeAsset == instrument.QuoteAsset)
                _fees += filled.Fee;
            else if (filled.FeeAsset == instrument.BaseAsset) // at the price of its fill
                _fees += new Money(FixedPoint.Divide(checked(filled.Fee.Units * filled.Price.Units), FixedPoint.PowerOfTen(filled.Price.Scale), Rounding.HalfEven));
        }

        public ParentOrderResult ToResult()
        {
            var parent = started.Parent;
            return new ParentOrderResult(parent, _filled, Children, _outcome, ImplementationShortfall.Of(
                parent.Side, parent.Quantity, _filled, _quoteFilled, _fees, parent.DecisionPrice, started.ArrivalPrice, _last));
        }
    }
}
