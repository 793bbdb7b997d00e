package dev.slipstream.serializer.jackson;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * Explains why Jackson could not bind a value. Quotes no message of a Jackson exception, because such a message may
 * hold secrets.
 */
final class Diagnosis {

    private final JsonMapper mapper;
    private final RuntimeException fault;
    private final Class<?> target;

    Diagnosis(JsonMapper mapper, RuntimeException fault, Class<?> target) {
        this.mapper = mapper;
        this.fault = fault;
        this.target = target;
    }

    /** Returns the end of an error message: the place and the cause. */
    String text() {
        String where = where();
        return (where.isEmpty() ? "" : " at " + where) + ": " + why();
    }

    private String why() {
        if (isAccessRefused()) {
            for (Class<?> candidate : suspects()) {
                String missing = missingLine(candidate);
                if (missing != null) {
                    return missing;
                }
            }
        }
        Throwable cause = fault.getCause();
        String thrown = cause == null ? "" : ", because " + cause.getClass().getName() + " was thrown";
        return switch (fault) {
            case Refusal ours -> ours.getOriginalMessage();
            case StreamConstraintsException limit -> "a limit is exceeded";
            case DatabindException classes when KotlinClasses.isUnbuildable(mapper, classes) -> KotlinClasses.REMEDY;
            case InvalidDefinitionException defined when defined.getType() != null -> undefined(defined);
            case MismatchedInputException input
            when input.getTargetType() != null ->
                "the JSON does not fit " + input.getTargetType().getTypeName() + thrown;
            default -> fault.getClass().getSimpleName() + thrown;
        };
    }

    /** Explains why Jackson cannot use a class at all. */
    private static String undefined(InvalidDefinitionException fault) {
        Class<?> type = fault.getType().getRawClass();
        String foreign = fault.processor() instanceof JsonGenerator
                ? ForeignTrees.whyNotEncoded(type)
                : ForeignTrees.whyNotDecoded(type);
        if (foreign != null) {
            return foreign;
        }
        // Jackson has no specific exception type for a class that it cannot construct.
        boolean isWithoutCreator =
                String.valueOf(fault.getOriginalMessage()).contains("no Creators, like default constructor, exist");
        return isWithoutCreator ? withoutCreator(type) : "Jackson cannot use the class " + type.getTypeName();
    }

    private static String withoutCreator(Class<?> type) {
        return Modifier.isAbstract(type.getModifiers())
                ? type.getTypeName() + " is abstract; name a class, such as a record"
                : "no constructor or creator for " + type.getTypeName()
                        + "; make it a record, or annotate a constructor with @JsonCreator";
    }

    private boolean isAccessRefused() {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalAccessException || cause instanceof InaccessibleObjectException) {
                return true;
            }
        }
        return false;
    }

    /** Returns the classes that Jackson may be unable to access. The class of the innermost value comes first. */
    private List<Class<?>> suspects() {
        List<Class<?>> suspects = new ArrayList<>();
        switch (fault) {
            case ValueInstantiationException made -> suspects.add(made.getType().getRawClass());
            case InvalidDefinitionException defined ->
                suspects.add(defined.getType().getRawClass());
            default -> {}
        }
        path().reversed().forEach(step -> suspects.add(ownerOf(step)));
        suspects.add(target);
        return suspects;
    }

    private static @Nullable String missingLine(Class<?> type) {
        Module jackson = JsonMapper.class.getModule();
        Module module = type.getModule();
        if (!module.isNamed() || module.isOpen(type.getPackageName(), jackson)) {
            return null;
        }
        return "module " + module.getName() + " keeps " + type.getTypeName()
                + " from Jackson; its module-info.java needs the line\n    opens " + type.getPackageName()
                + (jackson.isNamed() ? " to " + jackson.getName() : "") + ";";
    }

    /**
     * Returns the place, such as {@code members[2].name}. A key that no class declares may be secret, so it appears as
     * {@code [*]}.
     */
    private String where() {
        StringBuilder where = new StringBuilder();
        for (JacksonException.Reference step : path()) {
            String name = step.getPropertyName();
            if (name == null) {
                where.append('[').append(step.getIndex()).append(']');
            } else if (declares(ownerOf(step), name)) {
                where.append(where.isEmpty() ? "" : ".").append(name);
            } else {
                where.append("[*]");
            }
        }
        return where.toString();
    }

    private boolean declares(Class<?> owner, String name) {
        if (Map.class.isAssignableFrom(owner)) {
            return false;
        }
        JavaType type = mapper.constructType(owner);
        ClassIntrospector introspector = mapper.deserializationConfig().classIntrospectorInstance();
        AnnotatedClass annotated = introspector.introspectClassAnnotations(type);
        Set<String> names = new HashSet<>();
        for (BeanDescription bean : List.of(
                introspector.introspectForDeserialization(type, annotated),
                introspector.introspectForSerialization(type, annotated))) {
            bean.findProperties().forEach(property -> names.add(property.getName()));
        }
        return names.contains(name);
    }

    private List<JacksonException.Reference> path() {
        return fault instanceof JacksonException binding ? binding.getPath() : List.of();
    }

    private static Class<?> ownerOf(JacksonException.Reference step) {
        Object from = step.from();
        return from instanceof Class<?> type ? type : from.getClass();
    }
}
