using QuantumAI.Runtime.Sharding;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Models;

/// <summary>The leases as one process asks for them, and the ownership of its shard regions.</summary>
/// <remarks>
/// Each question has a connection and is answered exactly once: by the server, or (it may have been done) when the connection breaks or
/// <see cref="PatienceNanos"/> have passed. Answers enter the process as from a socket: later when it is frozen, never when it is dead.
/// </remarks>
public sealed class LeaseClient : IShardOwnership
{
    /// <summary>How long an answer is waited for.</summary>
    public const long PatienceNanos = 3_000_000_000;

    private readonly Universe _universe;
    private readonly SimulatedNetwork _network;
    private readonly JournalServer _server;
    private readonly LeaseTable _table;
    private readonly SimulatedProcess _process;
    private readonly string _site;
    private readonly long _ttlNanos;

    internal LeaseClient(
        Universe universe, SimulatedNetwork network, JournalServer server, LeaseTable table, SimulatedProcess process, string site, long ttlNanos)
    {
        (_universe, _network, _server, _table) = (universe, network, server, table);
        (_process, _site, _ttlNanos) = (process, site, ttlNanos);
    }

    /// <summary>Asks for a lease. It is refused while another site's node has it.</summary>
    public void Claim(string region, int shard, string node, long ttlNanos, Action<LeaseAnswer> answered) =>
        Ask($"claim {region}/{shard} for {node}", ttlNanos, () => _table.Claim(region, shard, node, _site, ttlNanos), answered);

    /// <summary>Makes a lease last longer. Refused when it is over: only a claim, with another epoch, brings it back.</summary>
    public void Renew(string region, int shard, string node, long epoch, long ttlNanos, Action<LeaseAnswer> answered) =>
        Ask($"renew {region}/{shard} for {node}", ttlNanos, () => _table.Renew(region, shard, node, epoch, ttlNanos), answered);

    /// <summary>Gives a lease back, so that the next owner need not wait for its end.</summary>
    public void Release(string region, int shard, string node, long epoch, Action<LeaseAnswer> answered) =>
        Ask($"release {region}/{shard} of {node}", 0, () => _table.Release(region, shard, node, epoch), answered);

    /// <inheritdoc/>
    public void Claim(string region, int shard, string node, Action<ShardClaim> answered) =>
        Claim(region, shard, node, _ttlNanos, answer => answered(new ShardClaim(answer.Epoch, answer.Refusal)));

    private void Ask(string what, long ttlNanos, Func<LeaseReply> work, Action<LeaseAnswer> answered)
    {
        var heldUntilNanos = _process.NowNanos + ttlNanos;
        var isAnswered = false;
        SimulatedConnection? connection = null;
        void Answer(LeaseAnswer answer) => _process.Enter(() =>
        {
            if (isAnswered)
                return;
            isAnswered = true;
            connection?.Close();
            answered(answer);
        });
        void GiveUp(string reason) => Answer(new LeaseAnswer(0, 0, $"{what}: {reason}", IsUnknown: true));

        connection = _network.Connect(_site, _server.Site, GiveUp, static _ => { });
        connection.ToServer(() => Serve(connection, what, work, reply => Answer(
            new LeaseAnswer(reply.Epoch, reply.Refusal is null ? heldUntilNanos : 0, reply.Refusal))));
        _universe.After(PatienceNanos, () => GiveUp("no answer in time"));
    }

    private void Serve(SimulatedConnection connection, string what, Func<LeaseReply> work, Action<LeaseReply> answer)
    {
        LeaseReply reply;
        try
        {
            _server.Admit(what);
            _server.AdmitWrite(what);
            reply = work();
        }
        catch (StoreFailedException failed)
        {
            reply = new LeaseReply(0, failed.Message);
        }

        connection.ToClient(() => answer(reply));
    }
}
