using System.Reflection;
using System.Reflection.Emit;

namespace Workflows.Engine.Tests.Architecture;

/// <summary>Which types and members the code of a type uses: its signature and the instructions of its methods, compiler-made ones included.</summary>
internal static class TypeUsage
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> s_opCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!)
        .ToDictionary(o => o.Value);

    /// <summary>Every type that <paramref name="type"/> mentions anywhere, generic arguments and element types apart.</summary>
    public static HashSet<Type> TypesOf(Type type)
    {
        var found = new HashSet<Type>();
        Add(found, type.BaseType);
        foreach (var implemented in type.GetInterfaces())
        {
            Add(found, implemented);
        }

        foreach (var field in type.GetFields(All))
        {
            Add(found, field.FieldType);
        }

        foreach (var member in MembersOf(type))
        {
            Add(found, member as Type ?? member.DeclaringType);
            foreach (var mentioned in SignatureOf(member))
            {
                Add(found, mentioned);
            }
        }

        foreach (var method in MethodsOf(type))
        {
            foreach (var mentioned in SignatureOf(method))
            {
                Add(found, mentioned);
            }
        }

        return found;
    }

    /// <summary>Every member that the methods of <paramref name="type"/> use.</summary>
    public static IEnumerable<MemberInfo> MembersOf(Type type) => MethodsOf(type).SelectMany(UsedBy);

    private static IEnumerable<MethodBase> MethodsOf(Type type) => type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All));

    private static IEnumerable<Type> SignatureOf(MemberInfo member) => member switch
    {
        MethodInfo method => method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType).Concat(method.IsGenericMethod ? method.GetGenericArguments() : []),
        ConstructorInfo constructor => constructor.GetParameters().Select(p => p.ParameterType),
        FieldInfo field => [field.FieldType],
        _ => [],
    };

    private static void Add(HashSet<Type> found, Type? type)
    {
        if (type is null || type.IsGenericParameter)
        {
            return;
        }

        if (type.HasElementType)
        {
            Add(found, type.GetElementType());
            return;
        }

        if (type.IsConstructedGenericType)
        {
            foreach (var argument in type.GetGenericArguments())
            {
                Add(found, argument);
            }

            type = type.GetGenericTypeDefinition();
        }

        found.Add(type);
    }

    private static IEnumerable<MemberInfo> UsedBy(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
        {
            yield break;
        }

        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            short value = code[at++];
            if (value == 0xFE)
            {
                value = (short)(0xFE00 | code[at++]);
            }

            var operand = s_opCodes[value].OperandType;
            if (operand is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok
                && method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments) is { } member)
            {
                yield return member;
            }

            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}
