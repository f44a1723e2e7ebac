using QuantumAI.Trading.Control;

namespace QuantumAI.Trading.Tests.Control;

public sealed class StatusBoardTests
{
    [Fact]
    public void Alarm_must_stay_when_hundreds_of_lines_follow_it()
    {
        var board = new StatusBoard();
        board.Log(0, "CRITICAL nobody knows");
        for (var i = 1; i <= 1_000; i++)
            board.Log(i, i % 2 == 0 ? $"line {i}" : $"CRITICAL {i}");

        Assert.Equal(250, board.Recent.Count);
        Assert.Equal(board.Recent.OrderBy(line => line.Nanos), board.Recent);
        for (var i = 0; i < 300; i++)
            board.Log(2_000, "chatter");
        Assert.Equal(50, board.Recent.Count(line => line.Text.StartsWith("CRITICAL", StringComparison.Ordinal)));
    }
}
