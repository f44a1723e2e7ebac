using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Paper;

/// <summary>One live session, seen after its first fill, that the tests of a class share.</summary>
public sealed class RunningSession : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private QuantumProcess? _process;

    internal Uri Address { get; private set; } = new("http://127.0.0.1");

    internal int ProcessId => _process!.Id;

    internal HttpClient Http { get; } = new() { Timeout = QuantumProcess.Patience };

    public async ValueTask InitializeAsync()
    {
        _process = PaperSession.Start(_folder, "data", seed: 11, speed: 200_000);
        Address = await _process.StatusAddressAsync();
        await _process.ErrorLineAsync(" filled at ");
        using var patience = new CancellationTokenSource(QuantumProcess.Patience);
        while (!(await Http.GetStringAsync(new Uri(Address, "/api/v1/fills"), patience.Token)).Contains("\"trade:", StringComparison.Ordinal))
            patience.Token.ThrowIfCancellationRequested(); // the read models follow the journal at their own pace
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }
}
