namespace QuantumAI.Runtime.Actors;

/// <summary>More messages were sent as reserved than anybody had reserved: what may not be lost was about to be, so the receiver's scope stops.</summary>
public sealed class MailboxOverflowException : InvalidOperationException
{
    public MailboxOverflowException()
    {
    }

    public MailboxOverflowException(string message)
        : base(message)
    {
    }

    public MailboxOverflowException(string message, Exception inner)
        : base(message, inner)
    {
    }

    internal MailboxOverflowException(string actorPath, int bound)
        : base($"{actorPath} has {bound} messages waiting, reserved ones included: one more was refused")
    {
    }
}
