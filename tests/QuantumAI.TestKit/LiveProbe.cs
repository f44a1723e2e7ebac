using System.Threading.Channels;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.TestKit;

/// <summary>The same as <see cref="Probe{T}"/> in a live world: expectations are awaited, with a deadline in machine time that only a broken system meets.</summary>
/// <remarks>One expectation at a time.</remarks>
public sealed class LiveProbe<T>
{
    private readonly LiveWorld _world;
    private readonly Channel<Arrival<T>> _messages = Channel.CreateUnbounded<Arrival<T>>();
    private readonly Channel<Arrival<ActorRef>> _ends = Channel.CreateUnbounded<Arrival<ActorRef>>();
    private readonly ActorRef<ActorRef> _watcher;
    private T? _last;
    private bool _hasLast;

    internal LiveProbe(Lane lane, string name)
    {
        _world = (LiveWorld)lane.World;
        Ref = lane.Spawn(name, new ProbeActor<T>(arrival => _messages.Writer.TryWrite(arrival)), capacity: int.MaxValue);
        _watcher = lane.Spawn($"{name}-watcher", new ProbeWatcher(end => _ends.Writer.TryWrite(end)), capacity: int.MaxValue);
    }

    public ActorRef<T> Ref { get; }

    /// <summary>Machine time after which an expectation gives up.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(60);

    /// <inheritdoc cref="Probe{T}.Next"/>
    public Task<T> NextAsync() => TakeAsync("a message");

    /// <inheritdoc cref="Probe{T}.Expect{TMessage}(long)"/>
    public async Task<TMessage> ExpectAsync<TMessage>()
        where TMessage : T
    {
        var next = await TakeAsync(typeof(TMessage).Name).ConfigureAwait(false);
        return next is TMessage expected ? expected : throw Failure(typeof(TMessage).Name, [$"{next}"]);
    }

    /// <inheritdoc cref="Probe{T}.Expect(T, long)"/>
    public Task ExpectAsync(T expected) => ExpectInOrderAsync([expected]);

    /// <inheritdoc cref="Probe{T}.ExpectInOrder"/>
    public async Task ExpectInOrderAsync(IReadOnlyList<T> expected)
    {
        var (wanted, came) = ($"in order {string.Join(", ", expected.Take(20))}", new List<string>());
        foreach (var one in expected)
        {
            var next = await TakeAsync(wanted, came).ConfigureAwait(false);
            came.Add($"{next}");
            if (!EqualityComparer<T>.Default.Equals(next, one))
                throw Failure(wanted, came);
        }
    }

    /// <inheritdoc cref="Probe{T}.FishFor"/>
    public async Task<TMessage> FishForAsync<TMessage>(Func<TMessage, bool> fits)
        where TMessage : T
    {
        var (wanted, came) = ($"to fish a {typeof(TMessage).Name}", new List<string>());
        while (true)
        {
            var next = await TakeAsync(wanted, came).ConfigureAwait(false);
            if (next is TMessage message && fits(message))
                return message;
            came.Add($"{next}");
        }
    }

    /// <summary>Nothing has come by the time the world is idle.</summary>
    public async Task ExpectNothingAsync()
    {
        await _world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience).ConfigureAwait(false);
        if (_messages.Reader.TryRead(out var message))
            throw Failure("nothing", [ProbeReport.Line(message)]);
        if (_ends.Reader.TryRead(out var end))
            throw Failure("nothing", [$"the end of {ProbeReport.Line(end)}"]);
    }

    /// <inheritdoc cref="Probe{T}.Watch"/>
    public void Watch(ActorRef other) => _watcher.Tell(other);

    /// <inheritdoc cref="Probe{T}.ExpectTerminated"/>
    public async Task ExpectTerminatedAsync(ActorRef other)
    {
        var end = await ReadAsync(_ends.Reader, $"the end of {other}", []).ConfigureAwait(false);
        if (end.Item != other)
            throw Failure($"the end of {other}", [$"the end of {ProbeReport.Line(end)}"]);
    }

    /// <inheritdoc cref="Probe{T}.Reply"/>
    public void Reply<TReply>(Func<T, ReplyTo<TReply>> address, TReply reply)
    {
        if (!_hasLast)
            throw new InvalidOperationException($"{Ref} has expected no message that it could answer");
        address(_last!).Tell(reply);
    }

    private async Task<T> TakeAsync(string wanted, IReadOnlyCollection<string>? came = null)
    {
        _last = (await ReadAsync(_messages.Reader, wanted, came ?? []).ConfigureAwait(false)).Item;
        _hasLast = true;
        return _last;
    }

    private async Task<TItem> ReadAsync<TItem>(ChannelReader<TItem> reader, string wanted, IReadOnlyCollection<string> came)
    {
        if (reader.TryRead(out var ready))
            return ready;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await reader.ReadAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw Failure($"{wanted} within {Patience} of machine time", came);
        }
    }

    private ExpectationFailedException Failure(string wanted, IReadOnlyCollection<string> came) => ProbeReport.Failure(_world, Ref.Path, wanted, came);
}
