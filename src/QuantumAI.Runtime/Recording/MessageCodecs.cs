using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace QuantumAI.Runtime.Recording;

/// <summary>Bytes of the messages of one protocol, for recordings of what enters the lanes from ports. Pure; what it writes it reads back equal.</summary>
public interface IMessageCodec<TProtocol>
{
    void Write(IBufferWriter<byte> output, in TProtocol message);

    TProtocol Read(ReadOnlySpan<byte> bytes);

    /// <summary>The message for people, on one line.</summary>
    string Describe(in TProtocol message) => message?.ToString() ?? "";
}

/// <summary>The codecs of a recording, by protocol. Fill it before the world runs; read by many threads afterwards.</summary>
/// <remarks>Known from the start: <see cref="string"/>, numbers and <see cref="bool"/>, and what journals answer.</remarks>
public sealed class MessageCodecs
{
    private const int MostChars = 300;
    private readonly Dictionary<Type, object> _codecs = [];
    private readonly Dictionary<Type, object> _words = [];

    public MessageCodecs()
    {
        AddJson<string>();
        AddJson<bool>();
        AddJson<int>();
        AddJson<long>();
        AddJson<double>();
        AddJson<decimal>();
        AddJson<Persistence.AppendResult>();
        AddJson<Persistence.PersistenceSignal>();
    }

    public MessageCodecs Add<TProtocol>(IMessageCodec<TProtocol> codec)
    {
        _codecs[typeof(TProtocol)] = codec;
        return this;
    }

    /// <summary>A protocol that System.Text.Json can write and read back: plain records and structs, or a hierarchy with its type discriminators.</summary>
    public MessageCodecs AddJson<TProtocol>(JsonSerializerOptions? options = null) => Add(new JsonCodec<TProtocol>(options ?? JsonSerializerOptions.Default));

    /// <summary>How a re-run names messages of a protocol when it says where it left the recording; their text otherwise.</summary>
    public MessageCodecs AddWords<TProtocol>(Func<TProtocol, string> words)
    {
        _words[typeof(TProtocol)] = words;
        return this;
    }

    /// <summary>A message for people, on one line and not too long.</summary>
    public string Describe<TProtocol>(in TProtocol message)
    {
        var words = _words.GetValueOrDefault(typeof(TProtocol)) is Func<TProtocol, string> own ? own(message)
            : TryGet<TProtocol>(out var codec) ? codec.Describe(in message)
            : message?.ToString() ?? "";
        return words.Length <= MostChars ? words : words[..MostChars] + "…";
    }

    public bool TryGet<TProtocol>([MaybeNullWhen(false)] out IMessageCodec<TProtocol> codec)
    {
        codec = _codecs.GetValueOrDefault(typeof(TProtocol)) as IMessageCodec<TProtocol>;
        return codec is not null;
    }

    private sealed class JsonCodec<TProtocol>(JsonSerializerOptions options) : IMessageCodec<TProtocol>
    {
        public void Write(IBufferWriter<byte> output, in TProtocol message)
        {
            using var writer = new Utf8JsonWriter(output);
            JsonSerializer.Serialize(writer, message, options);
        }

        public TProtocol Read(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<TProtocol>(bytes, options)
            ?? throw new InvalidDataException($"no {typeof(TProtocol).Name} in {Encoding.UTF8.GetString(bytes)}");
    }
}
