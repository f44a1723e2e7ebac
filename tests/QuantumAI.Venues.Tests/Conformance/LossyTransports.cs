using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Tests.Conformance;

/// <summary>REST that loses one order, or one order's answer.</summary>
internal sealed class LossyRest(IRestTransport rest) : IRestTransport
{
    public volatile bool LosesAnswer;
    public volatile bool LosesOrder;

    public void Send(RestCall call, Action<RestReply> completed)
    {
        var isOrder = call is { Method: "POST", Target: "/api/v3/order" };
        if (isOrder && LosesOrder)
        {
            LosesOrder = false;
            completed(RestReply.Unanswered("lost on the way"));
        }
        else if (isOrder && LosesAnswer)
        {
            LosesAnswer = false;
            rest.Send(call, _ => completed(RestReply.Unanswered("the answer was lost")));
        }
        else
        {
            rest.Send(call, completed);
        }
    }
}

/// <summary>Streams that can all be cut, and held back.</summary>
internal sealed class LossyStreams(IStreamTransport streams) : IStreamTransport
{
    private readonly Lock _gate = new();
    private readonly List<IStreamLink> _links = [];

    public volatile bool IsHeld;

    public IStreamLink Open(Uri address, IStreamListener listener)
    {
        // A port on which nobody listens, or a place that nobody serves: refused at once.
        var link = streams.Open(IsHeld ? new UriBuilder(address) { Port = 1, Path = "/held" }.Uri : address, listener);
        lock (_gate)
            _links.Add(link);
        return link;
    }

    public void CutAll()
    {
        lock (_gate)
        {
            _links.ForEach(link => link.Close());
            _links.Clear();
        }
    }
}
