using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Discovery;

/// <summary>Why a registration or subscription was taken in or not.</summary>
public enum AdmissionCode : byte
{
    Unspecified = 0,

    Admitted = 1,

    /// <summary>It was there before: nothing was added, its place in the order is the old one.</summary>
    AlreadyAdmitted = 2,

    TooManyRegistrations = 3,

    TooManySubscribers = 4,
}

/// <summary>What became of a registration or subscription.</summary>
/// <param name="Actor">Who registered or subscribed.</param>
/// <param name="Code">Admitted, or the limit that refused it.</param>
/// <param name="Detail">The limit in words; empty when admitted.</param>
public sealed record Admission(ActorRef Actor, AdmissionCode Code, string Detail = "")
{
    public bool IsAdmitted => Code is AdmissionCode.Admitted or AdmissionCode.AlreadyAdmitted;
}
