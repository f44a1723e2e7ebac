using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Runtime.Tests.Persistence;

public sealed class JsonEventCodecTests
{
    /// <summary>Version 1 was <c>PaidOut</c> with whole euros, 2 had cents, 3 is called <c>Paid</c>, 4 names the currency.</summary>
    private static readonly EventUpcaster[] Steps =
    [
        new("PaidOut", 1, static payload => new JsonObject { ["cents"] = 100 * payload["euros"]!.GetValue<long>() }),
        new("PaidOut", 2, static payload => payload, RenamedTo: "Paid"),
        new("Paid", 3, static payload =>
        {
            payload["currency"] = "Euro";
            return payload;
        }),
    ];

    private static readonly JsonEventCodec<Money> Codec = Of(4, Steps);

    [Fact]
    public void event_must_carry_schema_time_and_cause_when_encoded()
    {
        var data = Codec.Encode(new Paid(5, Currency.Euro), 42, new EventCause("bar:1", "order-1"));

        Assert.Equal(("Paid", 4, 42L, new EventCause("bar:1", "order-1")), (data.Type, data.SchemaVersion, data.TimeNanos, data.Cause));
        Assert.Equal("""{"cents":5,"currency":"Euro"}""", Encoding.UTF8.GetString(data.Payload.Span));
        Assert.Equal(new Paid(5, Currency.Euro), Codec.Decode(new StoredEvent("s", 1, data)));
    }

    [Theory]
    [InlineData("PaidOut", 1, """{"euros":7}""")]
    [InlineData("PaidOut", 2, """{"cents":700}""")]
    [InlineData("Paid", 3, """{"cents":700}""")]
    [InlineData("Paid", 4, """{"cents":700,"currency":"Euro"}""")]
    public void event_must_come_up_to_date_when_it_has_an_older_schema(string type, int schema, string payload) =>
        Assert.Equal(new Paid(700, Currency.Euro), Codec.Decode(Stored(type, schema, payload)));

    [Theory]
    [InlineData("Paid", 5, "stream s, sequence 9: Paid has schema 5, this build knows up to 4: run a newer build")]
    [InlineData("PaidOut", 3, "stream s, sequence 9: PaidOut has schema 3, this build knows up to 2: run a newer build")]
    [InlineData("Paid", 1, "stream s, sequence 9: Paid has schema 1, which no build wrote under this name")]
    [InlineData("Paid", 0, "stream s, sequence 9: Paid has schema 0, which no build wrote under this name")]
    [InlineData("Stolen", 1, "stream s, sequence 9: this build does not know the event Stolen")]
    public void event_must_be_refused_by_name_when_this_build_cannot_read_it(string type, int schema, string words) =>
        Assert.Equal(words, Assert.Throws<UnknownEventException>(() => Codec.Decode(Stored(type, schema, "{}"))).Message);

    [Theory]
    [InlineData(4, "null")]
    [InlineData(4, "{}")]
    [InlineData(4, """{"cents":1,"currency":"Thaler"}""")]
    [InlineData(4, """{"cents":1,"currency":""")]
    [InlineData(3, "[]")]
    [InlineData(3, "{")]
    [InlineData(3, """{"cents":"much"}""")]
    public void event_must_be_refused_with_its_place_when_its_payload_is_damaged(int schema, string payload) => Assert.StartsWith(
        "stream s, sequence 9: Paid ", Assert.Throws<InvalidDataException>(() => Codec.Decode(Stored("Paid", schema, payload))).Message, StringComparison.Ordinal);

    [Fact]
    public void event_must_be_refused_when_the_codec_does_not_know_its_type() =>
        Assert.Throws<NotSupportedException>(() => Codec.Encode(new Lost(1), 0));

    [Theory]
    [InlineData(4, new int[0], "Paid: there is no upcaster from schema 3 to 4")]
    [InlineData(4, new[] { 2 }, "Paid: there is no upcaster from schema 2 to 3")]
    [InlineData(4, new[] { 1, 2 }, "Paid: there is no upcaster from schema 1 to 2")]
    [InlineData(4, new[] { 0, 2 }, "PaidOut: schema 1 is brought to PaidOut 2, from where no upcaster goes on")]
    [InlineData(4, new[] { 0, 1, 2, 2 }, "Paid: two upcasters read schema 3")]
    [InlineData(3, new[] { 0, 1, 2 }, "Paid: an upcaster reads schema 3, this build writes 3")]
    [InlineData(5, new[] { 0, 1, 2 }, "Paid: schema 3 is brought to Paid 4, from where no upcaster goes on")]
    public void codec_must_be_refused_when_its_upcasters_have_a_hole(int schema, int[] steps, string words) =>
        Assert.Equal(words, Assert.Throws<ArgumentException>(() => Of(schema, [.. steps.Select(step => Steps[step])])).Message);

    [Fact]
    public void contract_must_name_schema_fields_kinds_and_enum_values_in_order_when_listed() => Assert.Equal(
        [
            "money Paid 4", "  cents integer", "  currency string: Unspecified|Euro|Dollar",
            "money Split 1", "  parts list of object", "    name string", "    share number", "  isFinal boolean optional", "  note string or null optional",
        ],
        EventContract.Lines("money", [new(MoneyJson.Default.Paid, 4), new(MoneyJson.Default.Split)]));

    private static JsonEventCodec<Money> Of(int schema, EventUpcaster[] steps) => new([new(MoneyJson.Default.Paid, schema)], steps);

    private static StoredEvent Stored(string type, int schema, string payload) =>
        new("s", 9, new EventData(type, Encoding.UTF8.GetBytes(payload), 0, schema));
}

internal abstract record Money;

internal enum Currency
{
    Unspecified = 0,
    Euro = 1,
    Dollar = 2,
}

internal sealed record Paid(long Cents, Currency Currency) : Money;

internal sealed record Lost(long Cents) : Money;

internal sealed record Part(string Name, double Share);

internal sealed record Split(IReadOnlyList<Part> Parts, bool IsFinal = false, string? Note = null) : Money;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Paid))]
[JsonSerializable(typeof(Split))]
internal sealed partial class MoneyJson : JsonSerializerContext;
