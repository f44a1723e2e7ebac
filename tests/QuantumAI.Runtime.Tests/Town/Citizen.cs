using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Tests.Town;

/// <summary>What outlives the incarnations of one actor: its address, its letters' numbers, and what it waits for.</summary>
internal sealed class Citizen(TownHall town, int index)
{
    private readonly int[] _lastNumbers = new int[TownHall.Senders(outsiders: 16)];
    private readonly Queue<(int Sender, int Number)> _kept = new();

    public int Index => index;

    public ActorRef<Letter> Ref { get; set; } = null!;

    /// <summary>Numbers of the letters to each other citizen.</summary>
    public int[] Numbers { get; } = new int[TownHall.Senders()];

    public HashSet<Citizen> Watching { get; } = [];

    public long Ends { get; private set; }

    public long Unstashed { get; private set; }

    public long Instances { get; private set; }

    public Actor<Letter> NextInstance()
    {
        Instances++;
        return new CitizenActor(town, this);
    }

    /// <summary>Whether a letter comes out of the stash; checks that it is the oldest there.</summary>
    public bool IsUnstashed(in Letter letter)
    {
        if (letter.Number > _lastNumbers[letter.Sender])
            return false;
        Unstashed++;
        if (!_kept.TryDequeue(out var oldest) || oldest != (letter.Sender, letter.Number))
            town.Wrongs.Enqueue($"{Ref} has {letter} out of order: after {_lastNumbers[letter.Sender]}, the oldest stashed one is {oldest}");
        return true;
    }

    public void NoteArrival(in Letter letter) => _lastNumbers[letter.Sender] = letter.Number;

    public void NoteKept(in Letter letter) => _kept.Enqueue((letter.Sender, letter.Number));

    public void HearEnd(ActorRef ended)
    {
        Ends++;
        var citizen = Watching.FirstOrDefault(watched => watched.Ref == ended);
        if (citizen is null || !Watching.Remove(citizen))
            town.Wrongs.Enqueue($"{Ref} hears of the end of {ended}, which it does not watch");
    }
}
