using QuantumAI.Runtime.Lanes;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Models;

/// <summary>The disk of one machine: named files with a synced and an unsynced part, slow, full, failing, and cut off by the power.</summary>
/// <remarks>
/// A process that is killed loses nothing that it has written; the machine does. Sectors are written whole or not, and bytes that were
/// synced stay as they are when their sector is written again (what SQLite calls powersafe overwrite). A disk that says “synced” and
/// lies is not modelled. One thread, that of the universe.
/// </remarks>
public sealed class SimulatedDisk(Universe universe, DiskFaults faults, string name = "disk")
{
    private readonly FaultDraws _draws = new(universe.Seed, $"disk/{name}");
    private readonly Dictionary<string, SimulatedFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (object Owner, SimulatedProcess? Process)> _locks = new(StringComparer.Ordinal);
    private long _fullUntilNanos;

    /// <summary>Is told of each fault: its kind, and what it hit.</summary>
    public Action<string, string> Happened { get; set; } = static (_, _) => { };

    /// <summary>The power was lost in the middle of a write: whoever listens kills the machine's processes after this step, then says <see cref="PowerOn"/>.</summary>
    public Action PowerLost { get; set; } = static () => { };

    /// <summary>Off, everything throws.</summary>
    public bool IsOn { get; private set; } = true;

    /// <summary>How often the machine has lost its power: no handle of an earlier time works.</summary>
    internal int Boots { get; private set; }

    /// <summary>By how much later a lane runs that has become ready: the time of a commit for the journal's lane, nothing for others.</summary>
    public long SlownessNanos(Lane lane)
    {
        if (lane.Name != JournalServer.JournalLane)
            return 0;
        var random = _draws.Of("commit");
        var nanos = random.Wait(faults.CommitNanos);
        if (!_draws.Strikes("slow", faults.SlowPpm))
            return nanos;
        Happened("disk-slow", name);
        return nanos + random.Wait(faults.SlowNanos);
    }

    /// <summary>Nothing can be written until somebody makes room.</summary>
    public void Fill(long nanos)
    {
        _fullUntilNanos = universe.NowNanos + nanos;
        Happened("disk-full", name);
    }

    /// <summary>The machine loses its power and starts again: of what was not synced, a file keeps all, nothing, a part, or garbage.</summary>
    public void Crash()
    {
        Happened("disk-crash", name);
        foreach (var (_, file) in _files.OrderBy(file => file.Key, StringComparer.Ordinal))
            file.Crash(_draws.Of("crash"));
        _locks.Clear();
        Boots++;
        IsOn = true;
    }

    /// <summary>The machine starts again after <see cref="PowerLost"/>.</summary>
    public void PowerOn() => IsOn = true;

    /// <summary>Ends every fault.</summary>
    public void Heal()
    {
        _draws.Heal();
        _fullUntilNanos = 0;
    }

    /// <summary>Turns one bit of a file, as a disk may after years.</summary>
    public void Damage(string file, int offset) => _files[file].Damage(offset);

    /// <summary>A file's content; empty when there is none.</summary>
    public byte[] Read(string file)
    {
        Require(file);
        return FileOf(file).Content;
    }

    /// <summary>Bytes of a file; 0 when there is none.</summary>
    public int Length(string file)
    {
        Require(file);
        return FileOf(file).Length;
    }

    /// <exception cref="StoreFailedException">Full: a part may be written. Off.</exception>
    public void Append(string file, ReadOnlySpan<byte> bytes)
    {
        Require(file);
        if (_draws.Strikes("full", faults.FullPpm))
            Fill(_draws.Of("full").Wait(faults.FullNanos));
        if (universe.NowNanos < _fullUntilNanos)
        {
            FileOf(file).Append(bytes[.._draws.Of("full").Below(bytes.Length)]);
            throw new StoreFailedException($"{file}: no space left on device");
        }

        FileOf(file).Append(bytes);
        LosePower(file);
    }

    public void Truncate(string file, int length)
    {
        Require(file);
        FileOf(file).Truncate(length);
    }

    /// <summary>What was written becomes durable.</summary>
    /// <exception cref="StoreFailedException">It failed: what was not durable may never be, and nobody will say so again.</exception>
    public void Sync(string file)
    {
        Require(file);
        LosePower(file);
        if (_draws.Strikes("sync", faults.SyncFailsPpm))
        {
            Happened("disk-sync-failed", file);
            FileOf(file).FailSync(_draws.Of("sync"));
            throw new StoreFailedException($"{file}: input/output error while syncing");
        }

        FileOf(file).Sync();
    }

    /// <summary>As a lock of the operating system: free when nobody has it, or whoever had it is dead.</summary>
    internal bool TryLock(string file, object owner, SimulatedProcess? process)
    {
        if (_locks.TryGetValue(file, out var held) && held.Process is not { IsAlive: false })
            return held.Owner == owner;
        _locks[file] = (owner, process);
        return true;
    }

    internal void Unlock(string file, object owner)
    {
        if (_locks.TryGetValue(file, out var held) && held.Owner == owner)
            _locks.Remove(file);
    }

    private SimulatedFile FileOf(string file)
    {
        if (!_files.TryGetValue(file, out var found))
            _files.Add(file, found = new SimulatedFile(faults.SectorBytes));
        return found;
    }

    private void Require(string file)
    {
        if (!IsOn)
            throw new StoreFailedException($"{file}: the machine has no power");
    }

    private void LosePower(string file)
    {
        if (!_draws.Strikes("power", faults.PowerPpm))
            return;
        Crash();
        IsOn = false;
        PowerLost();
        throw new StoreFailedException($"{file}: the machine has lost its power");
    }
}
