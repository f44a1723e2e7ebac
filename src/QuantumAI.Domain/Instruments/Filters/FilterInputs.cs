using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Instruments.Filters;

/// <summary>One order before one venue's rules, with the questions that several rules ask. Lives on the stack.</summary>
internal readonly ref struct FilterInputs(OrderTerms terms, Instrument instrument, in FilterContext context)
{
    private readonly ref readonly FilterContext _context = ref context;

    public OrderTerms Terms { get; } = terms;

    public Instrument Instrument { get; } = instrument;

    public InstrumentFilters Filters { get; } = instrument.Filters;

    public ref readonly FilterContext Context => ref _context;

    public bool IsBuy => Terms.Side == OrderSide.Buy;

    /// <summary>What cannot be judged is refused to an order that opens and left to the venue for one that reduces.</summary>
    public bool Reduces => Terms.IsReduceOnly || _context.IsReducing;

    public bool HasLimit => OrderShape.HasLimit(Terms.Type);

    public bool IsNew => _context.Amends is null;

    /// <summary>It may wait in the book. An order that ends at once is never open and adds to no count.</summary>
    public bool Rests => OrderShape.IsConditional(Terms.Type)
        || (Terms.Type == OrderType.Limit && Terms.TimeInForce is TimeInForce.GoodTilCanceled or TimeInForce.GoodTilDate);

    public bool IsAlgo => OrderShape.IsConditional(Terms.Type);

    public bool IsIceberg => Terms.Display is not null;

    public AllowedOrders Needed =>
        (AllowedOrders)(1 << (int)Terms.Type)
        | (Terms.IsPostOnly ? AllowedOrders.PostOnly : AllowedOrders.None)
        | (IsIceberg ? AllowedOrders.Iceberg : AllowedOrders.None);

    /// <summary>The price that the order is valued at: its limit, else its trigger, else the market's; null when nobody knows.</summary>
    public Price? ValuePrice(int averageMinutes) =>
        Terms.Limit ?? (OrderShape.HasTrigger(Terms.Type) ? Terms.Trigger : null) ?? _context.PriceFor(Terms.Side, averageMinutes);

    /// <summary>Units of price × quantity; they always fit, both factors have 64 bits.</summary>
    public Int128 ValueUnits(Price price) => (Int128)price.Units * Terms.Quantity.Units;

    public int ValueScale(Price price) => price.Scale + Terms.Quantity.Scale;
}
