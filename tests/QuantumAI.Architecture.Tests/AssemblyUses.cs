using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace QuantumAI.Architecture.Tests;

/// <summary>A type or a member of another assembly and who uses it.</summary>
/// <param name="Namespace">Namespace of the outermost type that uses it; compiler-made nested types count as their owner.</param>
/// <param name="User">The outermost type that uses it.</param>
/// <param name="Target"><c>System.Random</c> or <c>System.DateTime.get_UtcNow</c>.</param>
internal readonly record struct AssemblyUse(string Namespace, string User, string Target);

/// <summary>What a compiled assembly uses, read from its metadata and its method bodies. Nothing of it is loaded or run.</summary>
internal static class AssemblyUses
{
    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(field => field.GetValue(null)).OfType<OpCode>().ToDictionary(code => (int)(ushort)code.Value);

    /// <summary>Every type of another assembly that is named anywhere in this one: signatures, fields, attributes, bodies.</summary>
    public static IReadOnlyList<string> TypesOf(string file) => Read(file, (_, metadata) =>
        metadata.TypeReferences.Select(handle => NameOf(metadata, handle)).Distinct().Order(StringComparer.Ordinal).ToList());

    /// <summary>Every type and member of another assembly that a method body of this one touches.</summary>
    public static IReadOnlyList<AssemblyUse> BodiesOf(string file) => Read(file, (image, metadata) =>
    {
        var uses = new HashSet<AssemblyUse>();
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0)
                continue;
            var (space, user) = OwnerOf(metadata, method.GetDeclaringType());
            foreach (var token in TokensOf(image.GetMethodBody(method.RelativeVirtualAddress).GetILReader()))
            {
                foreach (var target in TargetsOf(metadata, token))
                    uses.Add(new AssemblyUse(space, user, target));
            }
        }

        return uses.ToList();
    });

    private static T Read<T>(string file, Func<PEReader, MetadataReader, T> read)
    {
        using var image = new PEReader(File.OpenRead(file));
        return read(image, image.GetMetadataReader());
    }

    private static IEnumerable<string> TargetsOf(MetadataReader metadata, EntityHandle token)
    {
        switch (token.Kind)
        {
            case HandleKind.TypeReference:
                return [NameOf(metadata, (TypeReferenceHandle)token)];
            case HandleKind.MethodSpecification:
                return TargetsOf(metadata, metadata.GetMethodSpecification((MethodSpecificationHandle)token).Method);
            case HandleKind.MemberReference:
                var member = metadata.GetMemberReference((MemberReferenceHandle)token);
                return member.Parent.Kind == HandleKind.TypeReference
                    ? [NameOf(metadata, (TypeReferenceHandle)member.Parent), $"{NameOf(metadata, (TypeReferenceHandle)member.Parent)}.{metadata.GetString(member.Name)}"]
                    : [];
            default:
                return [];
        }
    }

    private static List<EntityHandle> TokensOf(BlobReader code)
    {
        var tokens = new List<EntityHandle>();
        while (code.RemainingBytes > 0)
        {
            int value = code.ReadByte();
            if (value == 0xFE)
                value = (value << 8) | code.ReadByte();
            switch (OpCodesByValue[value].OperandType)
            {
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.Offset += 1;
                    break;
                case OperandType.InlineVar:
                    code.Offset += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    code.Offset += 8;
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok:
                    tokens.Add(MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                default:
                    code.Offset += 4;
                    break;
            }
        }

        return tokens;
    }

    private static (string Namespace, string User) OwnerOf(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
            type = metadata.GetTypeDefinition(type.GetDeclaringType());
        var space = metadata.GetString(type.Namespace);
        return (space, $"{space}.{metadata.GetString(type.Name)}");
    }

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{NameOf(metadata, (TypeReferenceHandle)type.ResolutionScope)}.{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
