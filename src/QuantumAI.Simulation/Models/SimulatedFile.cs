using System.Runtime.InteropServices;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Models;

/// <summary>A file as programs see it, and as it would be found after the power is lost.</summary>
internal sealed class SimulatedFile(int sectorBytes)
{
    private readonly List<byte> _seen = [];
    private readonly List<byte> _durable = [];

    /// <summary>From here on the two may differ.</summary>
    private int _dirtyFrom;

    public int Length => _seen.Count;

    public byte[] Content => [.. _seen];

    public void Append(ReadOnlySpan<byte> bytes) => _seen.AddRange(bytes);

    public void Truncate(int length)
    {
        _seen.RemoveRange(length, _seen.Count - length);
        _dirtyFrom = Math.Min(_dirtyFrom, length);
    }

    public void Sync() => Keep(_seen.Count - _dirtyFrom, isWhole: true);

    /// <summary>A part of what was not durable becomes so; the rest looks written and never will be.</summary>
    public void FailSync(SimulatedRandom random) => Keep(random.Below(_seen.Count - _dirtyFrom + 1), isWhole: false);

    /// <summary>What was not durable is there whole, in part, not at all, or with garbage in its last sector.</summary>
    public void Crash(SimulatedRandom random)
    {
        var unsynced = _seen.Count - _dirtyFrom;
        switch (random.Below(4))
        {
            case 0:
                Keep(unsynced, isWhole: true);
                break;
            case 1:
                Keep(random.Below(unsynced + 1), isWhole: false);
                break;
            case 2:
                Keep(unsynced, isWhole: true);
                for (var at = Math.Max(_durable.Count - unsynced, (_durable.Count - 1) / sectorBytes * sectorBytes); at < _durable.Count; at++)
                    _durable[at] = (byte)random.Next();
                break;
        }

        _seen.Clear();
        _seen.AddRange(_durable);
        _dirtyFrom = _seen.Count;
    }

    /// <summary>As if a bit had turned on the disk.</summary>
    public void Damage(int offset)
    {
        _seen[offset] ^= 1;
        if (offset < _durable.Count)
            _durable[offset] ^= 1;
    }

    private void Keep(int count, bool isWhole)
    {
        while (_durable.Count < _dirtyFrom)
            _durable.Add(0); // written past what a failed sync has forgotten: a hole
        if (isWhole)
            _durable.RemoveRange(_dirtyFrom, _durable.Count - _dirtyFrom);
        var written = CollectionsMarshal.AsSpan(_seen).Slice(_dirtyFrom, count);
        var replaced = Math.Min(count, _durable.Count - _dirtyFrom);
        written[..replaced].CopyTo(CollectionsMarshal.AsSpan(_durable)[_dirtyFrom..]);
        _durable.AddRange(written[replaced..]);
        _dirtyFrom = _seen.Count;
    }
}
