using System.Globalization;
using System.Text;
using QuantumAI.Simulation.Processes;
using QuantumAI.Venues.PaperServer.Rest;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Simulated;

/// <summary>REST from a process of a universe to an exchange in it: kept connections that break, delays, and an end to the client's patience.</summary>
/// <remarks>A request that is not answered may have been done: nobody here knows.</remarks>
internal sealed class SimulatedRestTransport(SimulatedExchange exchange, SimulatedProcess process, string site) : IRestTransport
{
    private readonly Stack<Line> _idle = new();

    public void Send(RestCall call, Action<RestReply> completed)
    {
        if (call.Method is "POST" or "PUT" && call.Form.Length == 0)
            throw new ArgumentException("what must not be sent twice must have a body", nameof(call));
        var (line, question) = (TakeLine(), new Question(completed));
        line.Open = question;
        exchange.Crossed?.Invoke($"{site} asks", Encoding.UTF8.GetBytes($"{call.Method} {call.Target} {call.Form}"));
        exchange.Universe.After(process.World.PatienceNanos(call.Patience), () => GiveUp(line, question, call));
        var (asked, floor) = (RequestOf(call), line.Floor);
        line.Connection.ToServer(() => floor.Serve(asked, answer => Answer(line, question, answer)));
    }

    private Line TakeLine()
    {
        while (_idle.TryPop(out var idle))
        {
            if (!idle.IsOver)
                return idle;
        }

        var line = new Line(exchange.Now);
        line.Connection = line.Floor.Connect(process, site, reason => process.Enter(() => Lose(line, reason)), static _ => { });
        return line;
    }

    private GateRequest RequestOf(RestCall call)
    {
        var mark = call.Target.IndexOf('?', StringComparison.Ordinal);
        var key = call.Key is { } secret ? Encoding.UTF8.GetString(secret.Reveal()) : null;
        return new GateRequest(
            call.Method, mark < 0 ? call.Target : call.Target[..mark], mark < 0 ? "" : call.Target[(mark + 1)..], call.Form, IsForm: call.Form.Length > 0, site, key, TimeUnit: null);
    }

    /// <summary>The exchange has answered, there.</summary>
    private void Answer(Line line, Question question, GateAnswer answer)
    {
        if (ReferenceEquals(answer, GateAnswer.Dropped))
            line.Connection.Break("dropped by the exchange");
        if (answer.Status == 0)
            return;
        var reply = new RestReply(
            answer.Status, answer.Body.ToArray(), answer.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value, StringComparer.Ordinal));
        exchange.Crossed?.Invoke($"{site} is answered {answer.Status.ToString(CultureInfo.InvariantCulture)}", reply.Body);
        line.Connection.ToClient(() => process.Enter(() => Hear(line, question, reply)));
    }

    private void Hear(Line line, Question question, RestReply reply)
    {
        if (question.IsAnswered)
            return;
        line.Open = null;
        _idle.Push(line);
        question.Answer(reply);
    }

    private static void Lose(Line line, string reason)
    {
        line.IsOver = true;
        line.Open?.Answer(RestReply.Unanswered(reason));
    }

    private void GiveUp(Line line, Question question, RestCall call)
    {
        if (question.IsAnswered)
            return;
        process.Enter(() =>
        {
            if (question.IsAnswered)
                return;
            line.IsOver = true;
            line.Connection.Close();
            question.Answer(RestReply.Unanswered(string.Create(CultureInfo.InvariantCulture, $"no answer within {call.Patience.TotalSeconds:0.#} s")));
        });
    }

    /// <summary>A kept connection; one request at a time.</summary>
    private sealed class Line(ExchangeIncarnation floor)
    {
        public ExchangeIncarnation Floor { get; } = floor;

        public SimulatedConnection Connection { get; set; } = null!;

        public Question? Open { get; set; }

        public bool IsOver { get; set; }
    }

    private sealed class Question(Action<RestReply> completed)
    {
        public bool IsAnswered { get; private set; }

        public void Answer(RestReply reply)
        {
            if (IsAnswered)
                return;
            IsAnswered = true;
            completed(reply);
        }
    }
}
