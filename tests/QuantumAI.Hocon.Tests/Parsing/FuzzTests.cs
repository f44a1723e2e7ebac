using QuantumAI.Hocon.Rendering;
using QuantumAI.Hocon.Tests.Fixtures;

namespace QuantumAI.Hocon.Tests.Parsing;

/// <summary>Whatever the bytes, a load either succeeds or says what is wrong and where. A failure shows its seed.</summary>
public sealed class FuzzTests
{
    private const int Rounds = 4_000;

    private static readonly string[] Pieces =
    [
        "a", "b", "c.d", "\"q\"", "\"\"\"t\"\"\"", "=", ":", "+=", ",", "\n", " ", "{", "}", "[", "]", "${a}", "${?b}", "${c.d}", "1", "-2.5e3",
        "true", "null", "include \"x\"", "include required(\"y\")", "include file(\"x\")", "#c", "//d", "\\", "$", "\uFEFF", "\0", ".", "60s",
    ];

    private static readonly string[] Documents =
    [
        "a { b = 1, c = [x, y] }\nd = ${a} { e = ${a.b} }\nf = \"\"\"q\"\"\"\ninclude \"x\"\ng += 5\nh = ${?HOME}/x",
        "{\"a\":{\"b\":[1,2.5,null,true,\"s\\u0041\"]},\"c\":\"d\"}",
        "a.b=c\na.d=e\\\n  f\n# g",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void random_bytes_must_parse_or_be_refused(int seed) => Repeat(seed, random =>
    {
        var bytes = new byte[random.Next(60)];
        random.NextBytes(bytes);
        return bytes;
    });

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void random_pieces_must_parse_or_be_refused(int seed) => Repeat(seed, random =>
        Bytes(string.Concat(Enumerable.Range(0, random.Next(25)).Select(_ => Pieces[random.Next(Pieces.Length)]))));

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void mutated_documents_must_parse_or_be_refused(int seed) => Repeat(seed, random =>
    {
        var text = Documents[random.Next(Documents.Length)].ToList();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var at = random.Next(text.Count);
            if (random.Next(2) == 0) text.RemoveAt(at);
            else text.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
        }

        return Bytes(string.Concat(text));
    });

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static void Repeat(int seed, Func<Random, byte[]> make)
    {
        var random = new Random(seed);
        var options = Given.Options(("x.conf", "a=${b}\nc.d=[1]"));
        string[] names = ["f.conf", "f.json", "f.properties"];
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = make(random);
            var name = names[random.Next(names.Length)];
            try
            {
                var value = HoconConfig.ParseValue(HoconSource.FromBytes(name, bytes), options);
                var again = HoconConfig.ParseValue(HoconSource.FromText("again.conf", HoconRenderer.ToHocon(value)));
                Assert.True(value.Equals(again), $"seed {seed} round {round}: rendering changed {value}");
            }
            catch (HoconException e)
            {
                Assert.True(e.Problem.Origin.Line > 0, $"seed {seed} round {round}: {e.Message}");
            }
        }
    }
}
