using System.Text;
using QuantumAI.Node.Http;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Node.Tests.Http;

public sealed class PrometheusTextTests
{
    [Fact]
    public void Actor_must_be_escaped_when_its_name_has_special_characters()
    {
        using var world = new VirtualWorld(seed: 1, startNanos: 0);
        var actor = world.CreateLane("lane").Spawn("a\"b\\c\nd", new Silent(), capacity: 1);
        actor.Tell(1);
        actor.Tell(2);

        var text = Text(world);

        const string Labels = "{actor=\"lane/a\\\"b\\\\c\\nd\"}";
        Assert.Contains($"quantum_actor_waiting{Labels} 1\n", text, StringComparison.Ordinal);
        Assert.Contains($"quantum_actor_handled_total{Labels} 0\n", text, StringComparison.Ordinal);
        Assert.Contains($"quantum_dead_letters_total{Labels} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Durations_must_be_left_out_when_the_world_is_virtual()
    {
        using var world = new VirtualWorld(seed: 1, startNanos: 0);

        Assert.DoesNotContain("_seconds", Text(world), StringComparison.Ordinal);
    }

    private static string Text(World world)
    {
        var text = new StringBuilder();
        PrometheusText.AppendActors(text, world);
        return text.ToString();
    }

    private sealed class Silent : Actor<int>
    {
        protected override void Receive(in int message)
        {
        }
    }
}
