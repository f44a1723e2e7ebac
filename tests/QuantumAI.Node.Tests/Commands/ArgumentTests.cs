using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Commands;

public sealed class ArgumentTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("Unrecognized command or argument 'extra'", "paper extra")]
    [InlineData("Unrecognized command or argument '--bogus'", "paper --bogus")]
    [InlineData("--speed must be a number above 0 and at most 1000000, or max, was “fast”", "paper --speed fast")]
    [InlineData("--speed must be a number above 0 and at most 1000000, or max, was “0”", "paper --speed 0")]
    [InlineData("--speed must be a number above 0 and at most 1000000, or max, was “-5”", "paper --speed -5")]
    [InlineData("--speed must be a number above 0 and at most 1000000, or max, was “1e7”", "paper --speed 1e7")]
    [InlineData("--speed must be a number above 0 and at most 1000000, or max, was “NaN”", "paper --speed NaN")]
    [InlineData("--for must be a time such as 30d, 4h, 15m or 1s, was “5”", "paper --for 5")]
    [InlineData("--for must be a time such as 30d, 4h, 15m or 1s, was “-3d”", "paper --for -3d")]
    [InlineData("--for must be a time such as 30d, 4h, 15m or 1s, was “soon”", "paper --for soon")]
    [InlineData("--interval must be a time such as 30d, 4h, 15m or 1s, was “0s”", "paper --interval 0s")]
    [InlineData("--seed must be a whole number from 0 to 18446744073709551615, was “-1”", "paper --seed -1")]
    [InlineData("--seed must be a whole number from 0 to 18446744073709551615, was “1.5”", "paper --seed 1.5")]
    [InlineData("--seed must be a whole number from 0 to 18446744073709551615, was “lucky”", "backtest --data x.csv --seed lucky")]
    [InlineData("--tz must be a time zone such as UTC or America/New_York, was “Mars/Base”", "paper --tz Mars/Base")]
    [InlineData("--port must be 0 to 65535", "paper --port 65536")]
    [InlineData("--port must be 0 to 65535", "paper --port -1")]
    [InlineData("Option '--data' is required", "backtest")]
    [InlineData("missing for option: '--data'", "backtest --data")]
    [InlineData("missing for command: 'explain'", "config explain")]
    [InlineData("Required command was not provided", "config")]
    [InlineData("Required command was not provided", "")]
    public async Task Program_must_end_with_code_2_and_one_line_when_an_argument_is_wrong(string message, string arguments)
    {
        var refused = await QuantumProcess.RunAsync(_folder.Path, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        var lines = refused.Expect(2).ErrorLines;
        Assert.Equal(2, lines.Length);
        Assert.Contains(message, lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Try: quantum ", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("System.", refused.Error, StringComparison.Ordinal);
        Assert.Empty(refused.Output);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("paper --data-dir taken")]
    [InlineData("paper --data-dir taken/data")]
    [InlineData("live --venue binance --data-dir taken")]
    [InlineData("exchange --data-dir taken")]
    [InlineData("backtest --data x.csv --data-dir taken")]
    [InlineData("doctor --data-dir taken")]
    [InlineData("halt --data-dir taken")]
    public async Task Program_must_end_with_code_2_when_the_data_directory_is_a_file(string arguments)
    {
        File.WriteAllText(_folder["taken"], "");
        var refused = await QuantumProcess.RunAsync(_folder.Path, arguments.Split(' '));
        Assert.Contains("--data-dir must be a directory, taken is a file", refused.Expect(2).ErrorLines[0], StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Issue_market_file_must_be_named_when_only_its_symbol_is()
    {
        var refused = (await QuantumProcess.RunAsync(_folder.Path, "backtest", "--data", "BTCUSD=")).Expect(2);
        Assert.Contains("a market file must be named, as [SYMBOL=]FILE", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config explain", "config explain")]
    [InlineData("paper", "paper --bogus")]
    public async Task Hint_must_name_the_whole_command_when_its_arguments_are_wrong(string command, string arguments)
    {
        var refused = await QuantumProcess.RunAsync(_folder.Path, arguments.Split(' '));
        Assert.Equal($"Try: quantum {command} --help", refused.Expect(2).ErrorLines[^1]);

        var help = await QuantumProcess.RunAsync(_folder.Path, [.. command.Split(' '), "--help"]);
        Assert.Contains("Usage:", help.Expect(0).Output, StringComparison.Ordinal);
        Assert.Empty(help.Error);
    }

    public void Dispose() => _folder.Dispose();
}
