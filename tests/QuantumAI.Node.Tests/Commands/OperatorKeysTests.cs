using QuantumAI.Node.Terminal;

namespace QuantumAI.Node.Tests.Commands;

public sealed class OperatorKeysTests
{
    [Theory]
    [InlineData("h", "halt")]
    [InlineData("r", "resume")]
    [InlineData("q", "quit")]
    [InlineData("f", "")]
    [InlineData("fy", "flatten")]
    [InlineData("fn", "")]
    [InlineData("fny", "")]
    [InlineData("c", "")]
    [InlineData("cy", "cancel-all")]
    [InlineData("cyy", "cancel-all")]
    [InlineData("cx", "")]
    [InlineData("y", "")]
    [InlineData("fh", "halt")] // the kill switch needs no second press, whatever was asked
    [InlineData("fcy", "cancel-all")]
    [InlineData("zfy", "flatten")]
    public void Key_must_do_what_it_says_and_ask_before_it_sells_or_cancels(string keys, string expected)
    {
        var desk = new NotingDesk();
        var pressed = new OperatorKeys(desk);
        foreach (var key in keys)
            pressed.Press(key);

        Assert.Equal(expected, string.Join(' ', desk.Done));
    }

    [Fact]
    public void Question_must_be_shown_until_it_is_answered()
    {
        var keys = new OperatorKeys(new NotingDesk());
        Assert.Equal((OperatorKeys.Help, false), (keys.Line, keys.IsAsking));
        keys.Press('f');
        Assert.True(keys.IsAsking);
        Assert.Contains("every position", keys.Line, StringComparison.Ordinal);
        keys.Press('n');
        Assert.Equal((OperatorKeys.Help, false), (keys.Line, keys.IsAsking));
    }

    private sealed class NotingDesk : IOperatorDesk
    {
        public List<string> Done { get; } = [];

        public void Halt() => Done.Add("halt");

        public void Resume() => Done.Add("resume");

        public void Flatten() => Done.Add("flatten");

        public void CancelAll() => Done.Add("cancel-all");

        public void Quit() => Done.Add("quit");
    }
}
