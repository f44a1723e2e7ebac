using System.Globalization;
using System.Net;
using System.Net.Sockets;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Http;

public sealed class PortTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TcpListener _other = new(IPAddress.Loopback, 0);

    public PortTests() => _other.Start();

    private string TakenPort => ((IPEndPoint)_other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

    [Fact]
    public async Task Session_must_move_on_with_a_notice_when_the_default_port_is_taken()
    {
        var ended = await QuantumProcess.RunAsync(
            _folder.Path, "paper", "--for", "1h", "--speed", "max", "--set", $"http.port={TakenPort}");

        var line = Assert.Single(ended.Expect(0).ErrorLines, line => line.StartsWith("status: ", StringComparison.Ordinal));
        Assert.EndsWith($"(port {TakenPort} is taken)", line, StringComparison.Ordinal);
        Assert.DoesNotContain($":{TakenPort}/", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_must_be_refused_when_the_port_that_was_asked_for_is_taken()
    {
        var ended = await QuantumProcess.RunAsync(_folder.Path, "paper", "--for", "1h", "--speed", "max", "--port", TakenPort);

        Assert.Contains($"port {TakenPort} is taken", Assert.Single(ended.Expect(2).ErrorLines), StringComparison.Ordinal);
        Assert.Empty(ended.Output);
    }

    public void Dispose()
    {
        _other.Dispose();
        _folder.Dispose();
    }
}
