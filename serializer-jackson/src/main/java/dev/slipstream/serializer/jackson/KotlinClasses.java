package dev.slipstream.serializer.jackson;

import java.lang.annotation.Annotation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;

/** Recognizes Kotlin data classes, by name. Jackson cannot construct them without its Kotlin module. */
final class KotlinClasses {

    static final String REMEDY = "no constructor or creator for data class; register a Kotlin module:"
            + " add tools.jackson.module:jackson-module-kotlin, and pass"
            + " JacksonSerializer.of(jacksonMapperBuilder().build()) to StartOptions.serializer";

    private KotlinClasses() {}

    /** Whether this fault means that the Kotlin module is missing. */
    static boolean isUnbuildable(JsonMapper mapper, DatabindException fault) {
        Class<?> type = failed(fault);
        return type != null
                && isDataClass(mapper, type)
                && mapper.registeredModules().stream().noneMatch(KotlinClasses::isKotlins);
    }

    private static @Nullable Class<?> failed(DatabindException fault) {
        return switch (fault) {
            case InvalidDefinitionException defined -> raw(defined.getType());
            case MismatchedInputException input -> input.getTargetType();
            default -> null;
        };
    }

    private static @Nullable Class<?> raw(@Nullable JavaType type) {
        return type == null ? null : type.getRawClass();
    }

    private static boolean isDataClass(JsonMapper mapper, Class<?> type) {
        ClassIntrospector introspector = mapper.deserializationConfig().classIntrospectorInstance();
        return components(introspector.introspectClassAnnotations(mapper.constructType(type))) > 0;
    }

    /** The number of properties that the constructor of a data class declares; 0 for all other classes. */
    static int components(AnnotatedClass type) {
        if (!isKotlin(type.getRawType())) {
            return 0;
        }
        int count = 0;
        while (type.findMethod("component" + (count + 1), new Class<?>[0]) != null) {
            count++;
        }
        return count;
    }

    private static boolean isKotlin(Class<?> type) {
        return Arrays.stream(type.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(annotation -> annotation.getName().equals("kotlin.Metadata"));
    }

    private static boolean isKotlins(JacksonModule module) {
        return module.getClass().getName().startsWith("tools.jackson.module.kotlin.");
    }
}
