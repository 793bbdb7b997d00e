package dev.slipstream.system.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Types and members that code must not use in a call, a method reference or a declaration.
 *
 * <p>A pattern is one of
 *
 * <pre>
 * java.util.concurrent..      all types of a package and of its subpackages
 * java.lang.Thread            a type and its nested types
 * java.lang.System#nanoTime   a member of a type and of its nested types, with any parameters
 * java.util.Random#new/0      the constructor with 0 parameters; works for methods too
 * java.net.ProxySelector#*    all members: the type may be named, but not called
 * #parallelStream             a member of any type
 * </pre>
 */
final class Ban {

    private final List<String> types;
    private final List<String> members;
    private final List<String> exceptions;
    private final List<String> exempt;

    private Ban(List<String> types, List<String> members, List<String> exceptions, List<String> exempt) {
        this.types = types;
        this.members = members;
        this.exceptions = exceptions;
        this.exempt = exempt;
    }

    static Ban on(String... patterns) {
        Map<Boolean, List<String>> split =
                Stream.of(patterns).collect(Collectors.partitioningBy(pattern -> pattern.contains("#")));
        return new Ban(split.get(false), split.get(true), List.of(), List.of());
    }

    /**
     * Allows exceptions to this ban.
     *
     * @param exceptions each is a type that any class may name, or {@code user -> used}: the class {@code user} may
     *     name and call the type {@code used}
     */
    Ban except(String... exceptions) {
        return new Ban(types, members, List.of(exceptions), exempt);
    }

    /** Exempts the code in these types or packages. */
    Ban notIn(String... users) {
        return new Ban(types, members, exceptions, List.of(users));
    }

    List<String> violations(JavaClasses classes) {
        return classes.stream()
                .filter(user -> exempt.stream().noneMatch(pattern -> isOf(user, pattern)))
                .flatMap(user -> Stream.concat(mentions(user), accesses(user)))
                .distinct()
                .toList();
    }

    private Stream<String> mentions(JavaClass user) {
        return user.getDirectDependenciesFromSelf().stream()
                .filter(use -> types.stream()
                        .anyMatch(pattern -> isOf(use.getTargetClass().getBaseComponentType(), pattern)))
                .filter(use -> !isExcepted(user, use.getTargetClass().getBaseComponentType()))
                .map(Dependency::getDescription);
    }

    private Stream<String> accesses(JavaClass user) {
        return user.getAccessesFromSelf().stream()
                .filter(access -> members.stream().anyMatch(pattern -> isMember(access, pattern)))
                .filter(access -> !isExceptedFor(user, access.getTargetOwner()))
                .map(JavaAccess::getDescription);
    }

    private boolean isExcepted(JavaClass user, JavaClass used) {
        return exceptions.stream().anyMatch(exception -> isOf(used, exception)) || isExceptedFor(user, used);
    }

    private boolean isExceptedFor(JavaClass user, JavaClass used) {
        return exceptions.stream()
                .map(exception -> exception.split(" -> "))
                .anyMatch(exception -> exception.length == 2 && isOf(user, exception[0]) && isOf(used, exception[1]));
    }

    private static boolean isMember(JavaAccess<?> access, String pattern) {
        String owner = pattern.substring(0, pattern.indexOf('#'));
        String member = pattern.substring(pattern.indexOf('#') + 1);
        return (owner.isEmpty() || isOf(access.getTargetOwner(), owner)) && isNamed(access, member);
    }

    private static boolean isNamed(JavaAccess<?> access, String member) {
        String name = access.getName().equals("<init>") ? "new" : access.getName();
        return member.equals("*")
                || member.equals(name)
                || access instanceof JavaCodeUnitAccess<?> call
                        && member.equals(name + "/"
                                + call.getTarget().getRawParameterTypes().size());
    }

    private static boolean isOf(JavaClass type, String pattern) {
        return pattern.endsWith("..")
                ? (type.getPackageName() + ".").startsWith(pattern.substring(0, pattern.length() - 1))
                : type.getName().equals(pattern) || type.getName().startsWith(pattern + "$");
    }
}
