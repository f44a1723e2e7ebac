using QuantumAI.Runtime.Persistence;
using QuantumAI.Simulation.Models;

namespace QuantumAI.Simulation.Tests.Models.Town;

/// <summary>What must hold of a journal and of what was said about it.</summary>
internal sealed class TownOracle
{
    private readonly Dictionary<string, (long Sequence, long Epoch, long Count)> _ends = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _owned = new(StringComparer.Ordinal);
    private readonly Dictionary<int, (string Stream, long Sequence)> _places = [];
    private readonly List<(string Stream, long Sequence, int Number)> _told = [];
    private readonly List<AcknowledgedAppend> _acknowledged = [];
    private readonly Dictionary<(string Region, int Shard), LeaseGrant> _grants = [];
    private readonly List<string> _violations = [];
    private long _position;

    /// <summary>Sequences and positions without a gap, epochs that never fall, a number once, each decision upon the state that lasted.</summary>
    public void Committed(CommittedAppend append)
    {
        var (sequence, epoch, count) = _ends.GetValueOrDefault(append.Stream);
        Require((sequence + 1, _position + 1) == (append.FirstSequence, append.FirstPosition), $"{append.Stream}: {append.FirstSequence} after {sequence}");
        Require(append.Request.Epoch >= Math.Max(epoch, _owned.GetValueOrDefault(append.Stream)), $"{append.Stream}: epoch {append.Request.Epoch} has written after epoch {epoch}, claimed by {_owned.GetValueOrDefault(append.Stream)}");
        foreach (var data in append.Request.Events)
        {
            var booked = BookedCodec.Instance.Decode(new StoredEvent(append.Stream, ++sequence, data));
            Require(_places.TryAdd(booked.Number, (append.Stream, sequence)), $"command {booked.Number} was carried out twice");
            Require(++count == booked.Count, $"{append.Stream}: command {booked.Number} was decided on {booked.Count - 1} events, there were {count - 1}");
        }

        _position += append.Request.Events.Count;
        _ends[append.Stream] = (sequence, append.Request.Epoch, count);
    }

    public void Owned(string stream, long epoch)
    {
        Require(epoch >= _owned.GetValueOrDefault(stream), $"{stream}: epoch {epoch} was given after {_owned.GetValueOrDefault(stream)}");
        _owned[stream] = epoch;
    }

    public void Acknowledged(AcknowledgedAppend append) => _acknowledged.Add(append);

    public void Told(string stream, long sequence, int number) => _told.Add((stream, sequence, number));

    /// <summary>It was said that nothing was recorded of this command.</summary>
    public void Denied(TownCommand command, long nowNanos)
    {
        if (command.Id.IsNone)
            Require(!_places.ContainsKey(command.Number), $"command {command.Number} was recorded, and at {nowNanos} its sender was told that nothing was");
    }

    /// <summary>Epochs strictly increase; two sites never own a shard at once.</summary>
    public void Granted(LeaseGrant grant)
    {
        if (_grants.TryGetValue((grant.Region, grant.Shard), out var earlier))
        {
            var isRenewal = grant.Epoch == earlier.Epoch && grant.Owner == earlier.Owner;
            Require(isRenewal || grant.Epoch > earlier.Epoch, $"shard {grant.Shard} was given twice with epoch {grant.Epoch}");
            Require(grant.Site == earlier.Site || grant.FromNanos >= earlier.UntilNanos, $"shard {grant.Shard} has two owners at {grant.FromNanos}");
        }

        _grants[(grant.Region, grant.Shard)] = grant;
    }

    /// <summary>What is seen inside a call of the journal or an actor is kept for here: an exception there would be taken for a failure of theirs.</summary>
    public void Check() => Assert.Empty(_violations);

    /// <summary>Whatever somebody was told is in the journal.</summary>
    public void Check(IJournalStore truth)
    {
        foreach (var (stream, sequence, number) in _told)
            Assert.Equal((stream, sequence), _places.GetValueOrDefault(number));
        foreach (var append in _acknowledged)
        {
            var stored = truth.Read(append.Request.Stream, append.LastSequence - append.Request.Events.Count + 1).Take(append.Request.Events.Count);
            Assert.Equal(append.Request.Events, stored.Select(held => held.Data));
        }

        Assert.Equal(_position, truth.Head().LastPosition);
    }

    private void Require(bool holds, string violation)
    {
        if (!holds)
            _violations.Add(violation);
    }
}
