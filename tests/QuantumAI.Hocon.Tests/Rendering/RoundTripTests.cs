using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Hocon.Rendering;

namespace QuantumAI.Hocon.Tests.Rendering;

public sealed class RoundTripTests
{
    private const string Alphabet = "ab.-_1 \t\n\"\\#$/{}=:,é\u2028\uD800\uDC00";

    private static readonly Gen<string> Texts = Gen.Elements(Alphabet.ToCharArray()).ListOf().Select(cs => string.Concat(cs));

    [Fact]
    public void Prop_rendering_must_reparse_to_an_equal_tree() =>
        Prop.ForAll(Arb.From(Objects(3)), json =>
        {
            var tree = HoconConfig.ParseValue(new HoconSource("gen", json, HoconFormat.Hocon));
            return Same(tree, HoconRenderer.ToJson(tree), HoconFormat.Json)
                && Same(tree, HoconRenderer.ToJson(tree, HoconRenderOptions.Canonical), HoconFormat.Hocon)
                && Same(tree, HoconRenderer.ToHocon(tree), HoconFormat.Hocon)
                && Same(tree, HoconRenderer.ToHocon(tree, new HoconRenderOptions { ShowOrigins = true }), HoconFormat.Hocon);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Prop_path_must_round_trip() =>
        Prop.ForAll(Arb.From(Texts.NonEmptyListOf()), keys => HoconPath.Parse(HoconPath.Of([.. keys]).ToString()).Keys.SequenceEqual(keys))
            .QuickCheckThrowOnFailure();

    private static bool Same(HoconValue tree, string text, HoconFormat format) =>
        HoconConfig.ParseValue(new HoconSource("again", text, format)).Equals(tree);

    private static Gen<string> Values(int depth) => depth == 0
        ? Scalars()
        : Gen.OneOf(Scalars(), Objects(depth - 1), Values(depth - 1).ListOf().Select(vs => $"[{string.Join(',', vs)}]"));

    private static Gen<string> Objects(int depth) =>
        (from key in Texts from value in Values(depth) select $"{JsonText.Quote(key)}:{value}")
        .ListOf().Select(fs => "{" + string.Join(',', fs) + "}");

    private static Gen<string> Scalars() => Gen.OneOf(
        Texts.Select(JsonText.Quote),
        Gen.Elements("true", "false", "null", "0", "-0.0", "1e400", "-12.50E-3", "123456789012345678901234567890"));
}
