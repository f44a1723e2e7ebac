using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using QuantumAI.Runtime.Recording;

namespace QuantumAI.Trading.Recording;

/// <summary>Messages of several types in a recording: the type's name, a zero byte, then JSON. Pure and thread safe.</summary>
/// <typeparam name="TProtocol">What they have in common.</typeparam>
internal sealed class TaggedJsonCodec<TProtocol> : IMessageCodec<TProtocol>
    where TProtocol : class
{
    private readonly Dictionary<Type, (byte[] Tag, JsonTypeInfo Json)> _byType;
    private readonly Dictionary<string, JsonTypeInfo> _byName;

    public TaggedJsonCodec(params JsonTypeInfo[] types)
    {
        _byType = types.ToDictionary(json => json.Type, json => (Encoding.UTF8.GetBytes(json.Type.Name + '\0'), json));
        _byName = types.ToDictionary(json => json.Type.Name, StringComparer.Ordinal);
    }

    /// <exception cref="NotSupportedException">The type comes from nowhere outside the lanes.</exception>
    public void Write(IBufferWriter<byte> output, in TProtocol message)
    {
        if (!_byType.TryGetValue(message.GetType(), out var type))
            throw new NotSupportedException($"a recording does not know {message.GetType().Name} of {typeof(TProtocol).Name}");
        output.Write(type.Tag);
        using var writer = new Utf8JsonWriter(output);
        JsonSerializer.Serialize(writer, message, type.Json);
    }

    /// <exception cref="InvalidDataException">It is no message that this build knows.</exception>
    public TProtocol Read(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        var name = end < 0 ? "" : Encoding.UTF8.GetString(bytes[..end]);
        if (!_byName.TryGetValue(name, out var json))
            throw new InvalidDataException($"this build knows no {typeof(TProtocol).Name} “{name}”");
        return (TProtocol?)JsonSerializer.Deserialize(bytes[(end + 1)..], json) ?? throw new InvalidDataException($"a recorded {name} is empty");
    }
}
