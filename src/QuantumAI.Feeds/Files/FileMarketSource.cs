using QuantumAI.Domain.Market;

namespace QuantumAI.Feeds.Files;

/// <summary>The events of one file. The rules of the inspection hold again, so a file that changes underneath stops the reading.</summary>
internal sealed class FileMarketSource(FilePass pass, EventSink sink, MarketFile file) : IMarketSource
{
    private long _events;
    private bool _ended;

    public bool TryRead(out MarketEvent marketEvent)
    {
        while (!sink.TryTake(out marketEvent))
        {
            if (_ended || !pass.TryDecodeLine(sink))
            {
                End();
                return false;
            }
        }

        _events++;
        return true;
    }

    public void Dispose()
    {
        _ended = true;
        pass.Dispose();
    }

    private void End()
    {
        if (!_ended && _events != file.EventCount)
            throw pass.Problems.Fatal($"a market file must still hold the {file.EventCount} events of its inspection", $"{_events}");
        _ended = true;
    }
}
