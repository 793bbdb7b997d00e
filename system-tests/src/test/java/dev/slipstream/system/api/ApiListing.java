package dev.slipstream.system.api;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The public API of some types as text: a header line for each public or protected type, then one line for each member
 * that a user can name.
 *
 * <p>An inherited member is listed where it is declared. The listing omits {@code equals}, {@code hashCode} and {@code
 * toString}. It also omits the accessors and the canonical constructor of a record, and the methods that the compiler
 * adds to an enum.
 */
final class ApiListing {

    private static final Set<String> OF_OBJECT = Set.of("equals(Object)", "hashCode()", "toString()");

    private ApiListing() {}

    /** Lists the types that a user can name, sorted by name. */
    static String of(Stream<Class<?>> types) {
        return types.filter(ApiListing::isOffered)
                .sorted(Comparator.comparing(Class::getName))
                .map(type -> header(type)
                        + members(type).map(line -> "\n    " + line).collect(Collectors.joining()) + "\n")
                .collect(Collectors.joining("\n"));
    }

    private static boolean isOffered(Class<?> type) {
        return isOffered(type.getModifiers())
                && !type.isSynthetic()
                && (type.getDeclaringClass() == null || isOffered(type.getDeclaringClass()));
    }

    private static boolean isOffered(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String header(Class<?> type) {
        return ListedType.annotations(type)
                + typeModifiers(type)
                + kind(type)
                + " "
                + type.getName().replace('$', '.')
                + ListedType.variables(type.getTypeParameters())
                + components(type)
                + parents(type)
                + permitted(type);
    }

    private static String typeModifiers(Class<?> type) {
        int modifiers = type.getModifiers();
        boolean isPlainClass = !type.isInterface() && !type.isRecord() && !type.isEnum();
        return (Modifier.isProtected(modifiers) ? "protected " : "")
                + (isPlainClass && type.getDeclaringClass() != null && !Modifier.isStatic(modifiers) ? "inner " : "")
                + (isPlainClass && Modifier.isAbstract(modifiers) ? "abstract " : "")
                + (isPlainClass && Modifier.isFinal(modifiers) ? "final " : "")
                + (type.isSealed() ? "sealed " : "");
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "@interface";
        }
        if (type.isInterface()) {
            return "interface";
        }
        if (type.isRecord()) {
            return "record";
        }
        return type.isEnum() ? "enum" : "class";
    }

    private static String components(Class<?> type) {
        if (!type.isRecord()) {
            return "";
        }
        return Arrays.stream(type.getRecordComponents())
                .map(component -> ListedType.of(component.getAnnotatedType()) + " " + component.getName())
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String parents(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        boolean isListed = parent != null
                && !Set.of(Object.class, Record.class, Enum.class).contains(parent);
        String interfaces = ListedType.all(type.getAnnotatedInterfaces());
        return (isListed ? " extends " + ListedType.of(type.getAnnotatedSuperclass()) : "")
                + (interfaces.isEmpty() ? "" : (type.isInterface() ? " extends " : " implements ") + interfaces);
    }

    private static String permitted(Class<?> type) {
        if (!type.isSealed()) {
            return "";
        }
        return Arrays.stream(type.getPermittedSubclasses())
                .map(ListedType::name)
                .sorted()
                .collect(Collectors.joining(", ", " permits ", ""));
    }

    private static Stream<String> members(Class<?> type) {
        return Stream.of(
                        Arrays.stream(type.getDeclaredFields())
                                .filter(Field::isEnumConstant)
                                .map(Field::getName),
                        Arrays.stream(type.getDeclaredFields())
                                .filter(field -> isOffered(field) && !field.isEnumConstant())
                                .map(ApiListing::field)
                                .sorted(),
                        Arrays.stream(type.getDeclaredConstructors())
                                .filter(constructor -> isOffered(constructor) && !isCanonical(type, constructor))
                                .map(constructor -> modifiers(constructor) + executable(constructor, "new"))
                                .sorted(),
                        Arrays.stream(type.getDeclaredMethods())
                                .filter(method -> isOffered(method) && !isImplied(type, method))
                                .sorted(Comparator.comparing(Method::getName).thenComparing(ApiListing::method))
                                .map(ApiListing::method))
                .flatMap(lines -> lines);
    }

    private static boolean isOffered(Member member) {
        return isOffered(member.getModifiers()) && !member.isSynthetic();
    }

    private static boolean isCanonical(Class<?> type, Constructor<?> constructor) {
        return type.isRecord()
                && Arrays.equals(
                        constructor.getParameterTypes(),
                        Arrays.stream(type.getRecordComponents())
                                .map(RecordComponent::getType)
                                .toArray());
    }

    private static boolean isImplied(Class<?> type, Method method) {
        String name = method.getName();
        boolean isOfEnum = type.isEnum() && Modifier.isStatic(method.getModifiers());
        return OF_OBJECT.contains(name + parameters(method))
                || (isOfEnum && (name.equals("values") || name.equals("valueOf")))
                || (type.isRecord()
                        && Arrays.stream(type.getRecordComponents())
                                .map(RecordComponent::getAccessor)
                                .anyMatch(method::equals));
    }

    private static String field(Field field) {
        return ListedType.annotations(field)
                + modifiers(field)
                + ListedType.of(field.getAnnotatedType())
                + " "
                + field.getName();
    }

    private static String method(Method method) {
        return ListedType.annotations(method)
                + modifiers(method)
                + (method.isDefault() ? "default " : "")
                + executable(method, ListedType.of(method.getAnnotatedReturnType()) + " " + method.getName());
    }

    private static String modifiers(Member member) {
        int modifiers = member.getModifiers();
        return (Modifier.isProtected(modifiers) ? "protected " : "")
                + (Modifier.isAbstract(modifiers) ? "abstract " : "")
                + (Modifier.isStatic(modifiers) ? "static " : "")
                + (Modifier.isFinal(modifiers) ? "final " : "");
    }

    private static String executable(Executable executable, String name) {
        String variables = ListedType.variables(executable.getTypeParameters());
        String thrown = ListedType.all(executable.getAnnotatedExceptionTypes());
        return (variables.isEmpty() ? "" : variables + " ")
                + name
                + parameters(executable)
                + (thrown.isEmpty() ? "" : " throws " + thrown);
    }

    private static String parameters(Executable executable) {
        String all = ListedType.all(executable.getAnnotatedParameterTypes());
        boolean isVariable = executable.isVarArgs() && all.endsWith("[]");
        return "(" + (isVariable ? all.substring(0, all.length() - 2) + "..." : all) + ")";
    }
}
