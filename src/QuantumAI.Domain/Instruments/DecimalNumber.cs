namespace QuantumAI.Domain.Instruments;

/// <summary>Why a piece of text is not a <see cref="DecimalNumber"/>.</summary>
public enum NumberFault : byte
{
    None = 0,
    Empty = 1,
    NotPlain = 2,
    TooFine = 3,
    TooLong = 4,
}

/// <summary>A number as a file or a venue writes it: <see cref="Mantissa"/> × 10^−<see cref="Scale"/> without trailing zeros.</summary>
/// <remarks>The scale of an instrument is not known where text is read, so the text keeps its own; <see cref="TryPrice"/> and <see cref="TryQuantity"/> lead to the domain's values.</remarks>
/// <param name="Mantissa">All digits as one integer, at most 18 of them.</param>
/// <param name="Scale">Decimals that the number needs.</param>
/// <param name="Rounded">True when digits beyond the allowed decimals were rounded away half-even.</param>
public readonly record struct DecimalNumber(long Mantissa, byte Scale, bool Rounded = false)
{
    /// <summary>More digits than this might not fit into 64 bits.</summary>
    public const int MaxDigits = 18;

    /// <summary>Reads plain decimal text: optional minus, digits, optional fraction; no exponent, no separators, no white space.</summary>
    /// <param name="text">ASCII text.</param>
    /// <param name="maxDecimals">The finest scale of the result.</param>
    /// <param name="rounds">What happens to digits beyond it: rounded half-even, or refused as <see cref="NumberFault.TooFine"/>.</param>
    /// <param name="number">The number; 0 when there is a fault.</param>
    public static NumberFault TryParse(ReadOnlySpan<byte> text, int maxDecimals, bool rounds, out DecimalNumber number)
    {
        number = default;
        if (text.IsEmpty)
            return NumberFault.Empty;
        var negative = text[0] == '-';
        var scan = new DigitScan();
        for (var i = negative ? 1 : 0; i < text.Length; i++)
        {
            var digit = text[i] - '0';
            if (text[i] == '.' && !scan.HasPoint)
                scan.HasPoint = true;
            else if ((uint)digit > 9)
                return NumberFault.NotPlain;
            else if (!scan.Take(digit, maxDecimals))
                return NumberFault.TooLong;
        }

        if (scan.Digits == 0 || text[^1] == '.')
            return NumberFault.NotPlain;
        if (scan.Dropped && !rounds)
            return NumberFault.TooFine;
        if (scan.Dropped)
            scan.Round(maxDecimals);
        if (scan.Mantissa >= FixedPoint.PowerOfTen(MaxDigits))
            return NumberFault.TooLong;
        number = new DecimalNumber(negative ? -scan.Mantissa : scan.Mantissa, (byte)scan.Scale, scan.Dropped);
        return NumberFault.None;
    }

    /// <summary>The value at a scale that is at least its own.</summary>
    public Int128 At(int scale) => (Int128)Mantissa * FixedPoint.PowerOfTen(scale - Scale);

    /// <summary>The value in units of a scale; false when the scale is coarser than the number or 64 bits are too few.</summary>
    public bool TryToUnits(int scale, out long units)
    {
        units = 0;
        if (scale < Scale)
            return false;
        var wide = At(scale);
        if (wide > long.MaxValue || wide < long.MinValue)
            return false;
        units = (long)wide;
        return true;
    }

    /// <summary>The number as a price of an instrument; false when it is finer than the instrument's prices or does not fit.</summary>
    public bool TryPrice(Instrument instrument, out Price price)
    {
        var fits = TryToUnits(instrument.PriceScale, out var units);
        price = new Price(units, instrument.PriceScale);
        return fits;
    }

    /// <summary>The number as a quantity of an instrument; false when it is finer than the instrument's quantities or does not fit.</summary>
    public bool TryQuantity(Instrument instrument, out Quantity quantity)
    {
        var fits = TryToUnits(instrument.QuantityScale, out var units);
        quantity = new Quantity(units, instrument.QuantityScale);
        return fits;
    }

    /// <summary>Orders two numbers by value, whatever their scales are.</summary>
    public static int Compare(DecimalNumber left, DecimalNumber right)
    {
        if (left.Scale == right.Scale)
            return left.Mantissa.CompareTo(right.Mantissa);
        var scale = Math.Max(left.Scale, right.Scale);
        return left.At(scale).CompareTo(right.At(scale));
    }

    public override string ToString() => FixedPoint.Format(Mantissa, Scale);

    /// <summary>The digits so far. Zeros behind the point are held back until another digit needs them, so none trails.</summary>
    private struct DigitScan
    {
        private int _heldZeros;
        private int _significant;
        private int _position;
        private int _firstDropped;
        private bool _sticky;

        public long Mantissa { get; private set; }

        public int Scale { get; private set; }

        public int Digits { get; private set; }

        public bool HasPoint { get; set; }

        /// <summary>True when a digit other than 0 lies beyond the allowed decimals.</summary>
        public bool Dropped { get; private set; }

        /// <summary>False when there are too many digits.</summary>
        public bool Take(int digit, int maxDecimals)
        {
            Digits++;
            if (!HasPoint)
                return Append(digit, 1);
            if (_position >= maxDecimals)
            {
                if (_position == maxDecimals)
                    _firstDropped = digit;
                else
                    _sticky |= digit != 0;
                _position++;
                Dropped |= digit != 0;
                return true;
            }

            _position++;
            _heldZeros++;
            if (digit == 0)
                return true;
            Scale = _position;
            var fits = Append(digit, _heldZeros);
            _heldZeros = 0;
            return fits;
        }

        /// <summary>Rounds half-even; a value with too many digits for that becomes too large to be accepted.</summary>
        public void Round(int maxDecimals)
        {
            var padding = maxDecimals - Scale;
            if (_significant + padding > MaxDigits)
            {
                Mantissa = long.MaxValue;
                return;
            }

            var value = Mantissa * FixedPoint.PowerOfTen(padding);
            if (_firstDropped > 5 || (_firstDropped == 5 && (_sticky || value % 2 != 0)))
                value++;
            Scale = maxDecimals;
            for (; Scale > 0 && value % 10 == 0; Scale--)
                value /= 10;
            Mantissa = value;
        }

        private bool Append(int digit, int places)
        {
            if (_significant > 0 || digit > 0)
                _significant += _significant > 0 ? places : 1;
            if (_significant > MaxDigits)
                return false;
            Mantissa = (Mantissa * FixedPoint.PowerOfTen(places)) + digit;
            return true;
        }
    }
}
