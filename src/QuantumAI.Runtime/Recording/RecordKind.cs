namespace QuantumAI.Runtime.Recording;

/// <summary>What a record of a lane's log says. Extend only: the numbers are in files.</summary>
internal enum RecordKind : byte
{
    Unspecified = 0,

    /// <summary>A turn whose entry a lane has sent or a timer of a lane has brought: its origin.</summary>
    FromLane = 1,

    /// <summary>A turn with a message from a port: actor and content.</summary>
    FromPort = 2,

    /// <summary>A turn with the end of asynchronous work: actor, incarnation and content.</summary>
    Completion = 3,

    /// <summary>A turn that starts an actor which was spawned from outside.</summary>
    Start = 4,

    /// <summary>A turn that stops an actor which was told so from outside.</summary>
    Stop = 5,

    /// <summary>A turn of a mailbox that keeps the newest; what it takes follows.</summary>
    NewestTurn = 6,

    /// <summary>Within a turn: such a mailbox gives a message that a lane has sent.</summary>
    NewestFromLane = 7,

    /// <summary>Within a turn: such a mailbox gives a message from a port.</summary>
    NewestFromPort = 8,

    /// <summary>Within a turn: such a mailbox has nothing to give.</summary>
    NewestEmpty = 9,

    /// <summary>A message of a lane that a newer one has replaced.</summary>
    Dropped = 10,

    /// <summary>Of the sender: a mailbox refused the message that is this turn's how-manieth product.</summary>
    Refused = 11,

    /// <summary>The lane's trace so far: a re-run must have the same.</summary>
    Trace = 12,

    /// <summary>A turn that stops an actor behind its messages, as it was told from outside.</summary>
    StopDrained = 13,

    /// <summary>A turn with a signal from a port: actor and content.</summary>
    Signal = 14,
}
