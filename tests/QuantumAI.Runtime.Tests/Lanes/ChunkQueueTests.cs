using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Tests.Lanes;

public sealed class ChunkQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Prop_queue_must_agree_with_the_oracle() => Seeds.Hold(3_000, (random, size) =>
    {
        var (writer, oracle, added) = (new ChunkWriter<string>(4, isShared: random.Next(2) == 0), new Queue<string>(), 0L);
        for (var i = 0; i < size; i++)
        {
            Assert.Equal(oracle.Count > 0, writer.Reader.See());
            if (oracle.Count > 0 && random.Next(100) < (i / 500 % 4) switch { 0 => 30, 1 => 70, _ => 97 })
            {
                writer.Reader.Dequeue(out var item);
                Assert.Equal(oracle.Dequeue(), item);
            }
            else
            {
                writer.Enqueue($"{i}");
                oracle.Enqueue($"{i}");
                Assert.Equal(++added, writer.Added);
            }
        }
    });

    [Theory]
    [InlineData(false, 4)]
    [InlineData(true, 64)]
    public void queue_must_use_one_chunk_again_when_it_never_holds_more(bool isShared, int firstItems)
    {
        var writer = new ChunkWriter<long>(firstItems, isShared);
        for (var n = 0; n < firstItems; n++)
            Pass(n);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0; n < 10_000; n++)
            Pass(n);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Pass(long n)
        {
            writer.Enqueue(n);
            writer.Reader.See();
            writer.Reader.Dequeue(out var item);
            if (item != n)
                throw new InvalidOperationException($"{n} came out as {item}");
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(1)]
    public async Task queue_must_keep_order_and_lose_nothing_between_two_threads(int perRelease)
    {
        const int Items = 500_000;
        var (writer, ready) = (new ChunkWriter<object>(4, isShared: true), new SemaphoreSlim(0));
        var producer = Task.Factory.StartNew(() =>
        {
            for (var n = 0; n < Items; n++)
            {
                writer.Enqueue(n);
                if (n % perRelease == perRelease - 1 || n == Items - 1)
                    ready.Release();
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var consumer = Task.Factory.StartNew(() =>
        {
            for (var n = 0; n < Items;)
            {
                Assert.True(ready.Wait(Patience));
                for (writer.Reader.See(); writer.Reader.HasSeen; n++)
                {
                    writer.Reader.Dequeue(out var item);
                    Assert.Equal(n, item);
                }
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAll(producer, consumer).WaitAsync(Patience);
        Assert.False(writer.Reader.See());
    }
}
