using System.Text.Json;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Live;

public sealed class DoctorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Doctor_must_say_ok_line_by_line_when_this_machine_is_well()
    {
        var ended = (await QuantumProcess.RunAsync(_folder.Path, "doctor")).Expect(0);
        foreach (var check in (string[])["configuration", "disk space", "disk", "journal"])
            Assert.Contains(ended.OutputLines, line => line.Contains($" {check}: ", StringComparison.Ordinal));
        Assert.Empty(ended.Error);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Doctor_must_fail_and_say_what_to_do_when_the_configuration_is_wrong()
    {
        var ended = (await QuantumProcess.RunAsync(_folder.Path, "doctor", "--json", "--set", "risk.drawdown=200%")).Expect(1);
        using var report = JsonDocument.Parse(ended.Output);
        Assert.Equal("fail", report.RootElement.GetProperty("status").GetString());
        var finding = report.RootElement.GetProperty("findings").EnumerateArray().Single(finding => finding.GetProperty("check").GetString() == "configuration");
        Assert.Contains("risk.drawdown", finding.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(finding.GetProperty("advice").GetString()!);
    }

    [Fact]
    public async Task Doctor_must_name_limits_and_key_when_a_live_session_lacks_them()
    {
        var ended = (await QuantumProcess.RunAsync(
            _folder.Path, "doctor", "--venue", "binance", "--set", "binance.rest=\"http://127.0.0.1:1\"", "--set", "binance.streams=\"ws://127.0.0.1:1\"",
            "--set", "binance.ws-api=\"ws://127.0.0.1:1\"")).Expect(4);
        Assert.Contains("limits that you have not set: risk.order-notional", ended.Output, StringComparison.Ordinal);
        Assert.Contains("fail        key: there is none", ended.Output, StringComparison.Ordinal);
        Assert.Contains("unreachable REST", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_must_refuse_a_key_file_that_others_can_read_and_not_show_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "file modes are Unix's");
        const string canary = "canarysecretcanarysecretcanarysec";
        File.WriteAllText(_folder["key.txt"], $"canarykeycanarykeycanarykeycanary\n{canary}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder["key.txt"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var ended = await QuantumProcess.RunAsync(
            _folder.Path, "doctor", "--venue", "paper", "--url", "http://127.0.0.1:1", "--set", "binance.key-file=\"key.txt\"");
        Assert.Contains("chmod 600", ended.Expect(4).Output, StringComparison.Ordinal);
        Assert.DoesNotContain(canary, ended.Output + ended.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
