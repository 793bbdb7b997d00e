package dev.slipstream.serializer.jackson;

import java.io.Serial;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.std.ContainerDeserializerBase;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.ser.std.StdContainerSerializer;
import tools.jackson.databind.ser.std.ToEmptyObjectSerializer;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapType;
import tools.jackson.databind.util.AccessPattern;

/**
 * Refuses classes that Jackson would write or read wrongly. These are trees of other libraries ({@link ForeignTrees}),
 * classes without properties, and Kotlin data classes whose properties only Jackson's Kotlin module can set. For a
 * class without properties, Jackson would send each object as <code>{}</code>, and decode each JSON object to an empty
 * object.
 *
 * <p>Jackson runs this check once for each class, so values of accepted classes cost nothing. A class is not refused if
 * a serializer or deserializer for that very class is registered with the mapper.
 */
final class RefusedClasses {

    private RefusedClasses() {}

    static SimpleModule module() {
        return new SimpleModule("slipstream refused classes")
                .setSerializerModifier(new OfValues())
                .setDeserializerModifier(new OfTypes());
    }

    private static String withoutProperties(Class<?> type) {
        return type.getTypeName() + " has no properties (no getter, no public field), so it would be sent as {};"
                + " pass a record or a map, or push without a payload";
    }

    private static String withoutSetters(Class<?> type) {
        return type.getTypeName() + " has no properties that JSON can set (no setter, no public field, no @JsonCreator"
                + " with parameters), so each JSON object would become an empty one; decode a record, add setters, or"
                + " annotate a constructor with @JsonCreator";
    }

    private static final class OfValues extends ValueSerializerModifier {

        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public ValueSerializer<?> modifySerializer(
                SerializationConfig config, BeanDescription.Supplier bean, ValueSerializer<?> serializer) {
            ValueSerializer<?> checked = checked(bean, serializer);
            return checked instanceof ToEmptyObjectSerializer
                    ? new RefusedValue(RefusedClasses::withoutProperties)
                    : checked;
        }

        @Override
        public ValueSerializer<?> modifyCollectionSerializer(
                SerializationConfig config,
                CollectionType type,
                BeanDescription.Supplier bean,
                ValueSerializer<?> serializer) {
            return checked(bean, serializer);
        }

        @Override
        public ValueSerializer<?> modifyMapSerializer(
                SerializationConfig config,
                MapType type,
                BeanDescription.Supplier bean,
                ValueSerializer<?> serializer) {
            return checked(bean, serializer);
        }

        private static ValueSerializer<?> checked(BeanDescription.Supplier bean, ValueSerializer<?> serializer) {
            boolean isGeneric = serializer instanceof BeanSerializerBase
                    || serializer instanceof StdContainerSerializer
                    || serializer instanceof ToEmptyObjectSerializer;
            return isGeneric && ForeignTrees.whyNotEncoded(bean.getBeanClass()) != null
                    ? new RefusedValue(ForeignTrees::whyNotEncoded)
                    : serializer;
        }
    }

    private static final class OfTypes extends ValueDeserializerModifier {

        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public ValueDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription.Supplier bean, ValueDeserializer<?> deserializer) {
            return checked(bean, deserializer);
        }

        @Override
        public ValueDeserializer<?> modifyCollectionDeserializer(
                DeserializationConfig config,
                CollectionType type,
                BeanDescription.Supplier bean,
                ValueDeserializer<?> deserializer) {
            return checked(bean, deserializer);
        }

        @Override
        public ValueDeserializer<?> modifyMapDeserializer(
                DeserializationConfig config,
                MapType type,
                BeanDescription.Supplier bean,
                ValueDeserializer<?> deserializer) {
            return checked(bean, deserializer);
        }

        private static ValueDeserializer<?> checked(BeanDescription.Supplier bean, ValueDeserializer<?> deserializer) {
            boolean isGeneric = deserializer instanceof BeanDeserializerBase
                    || deserializer instanceof AbstractDeserializer
                    || deserializer instanceof ContainerDeserializerBase;
            String why = isGeneric ? ForeignTrees.whyNotDecoded(bean.getBeanClass()) : null;
            if (why != null) {
                return new RefusedType(why, true);
            }
            return deserializer instanceof BeanDeserializerBase properties
                            && isMadeEmpty(properties.getValueInstantiator())
                    ? checkedProperties(bean, properties)
                    : deserializer;
        }

        /** Whether Jackson decodes an object by a constructor without parameters, and then sets the properties. */
        private static boolean isMadeEmpty(ValueInstantiator creators) {
            return creators.canCreateUsingDefault()
                    && !creators.canCreateFromObjectWith()
                    && !creators.canCreateUsingDelegate();
        }

        private static ValueDeserializer<?> checkedProperties(
                BeanDescription.Supplier bean, BeanDeserializerBase properties) {
            if (KotlinClasses.components(bean.getClassInfo()) > properties.getPropertyCount()) {
                return new RefusedType(KotlinClasses.REMEDY, false);
            }
            if (!isAlwaysEmpty(bean, properties)) {
                return properties;
            }
            String why = withoutSetters(bean.getBeanClass());
            return isAlsoMadeOfOthers(properties.getValueInstantiator())
                    ? new RefusedObjects(properties, why)
                    : new RefusedType(why, false);
        }

        /**
         * Whether each decoded object of the class would be empty. Returns false for each class with an annotation of
         * Jackson. Such a class may be one of several subtypes, and a property of the JSON names the subtype. So the
         * class may be empty on purpose. Encoding accepts such a class, too.
         */
        private static boolean isAlwaysEmpty(BeanDescription.Supplier bean, BeanDeserializerBase properties) {
            return properties.getPropertyCount() == 0
                    && !bean.isRecordType()
                    && !bean.get().hasKnownClassAnnotations()
                    && bean.get().findAnySetterAccessor() == null;
        }

        /** Whether a constructor or creator takes a JSON value that is no object, such as a string. */
        private static boolean isAlsoMadeOfOthers(ValueInstantiator creators) {
            return creators.canCreateUsingArrayDelegate()
                    || creators.canCreateFromString()
                    || creators.canCreateFromInt()
                    || creators.canCreateFromLong()
                    || creators.canCreateFromBigInteger()
                    || creators.canCreateFromDouble()
                    || creators.canCreateFromBigDecimal()
                    || creators.canCreateFromBoolean();
        }
    }

    /** Refuses each value. The message names the class of the value, because several classes may share a serializer. */
    private static final class RefusedValue extends ValueSerializer<Object> {

        private final Function<Class<?>, @Nullable String> why;

        RefusedValue(Function<Class<?>, @Nullable String> why) {
            this.why = why;
        }

        @Override
        public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
            throw new Refusal(generator, String.valueOf(why.apply(value.getClass())));
        }

        @Override
        public void serializeWithType(
                Object value, JsonGenerator generator, SerializationContext context, TypeSerializer type) {
            serialize(value, generator, context);
        }
    }

    /** Refuses JSON objects for a class. Decodes other JSON values, such as a string that a constructor takes. */
    private static final class RefusedObjects extends DelegatingDeserializer {

        private final String why;

        RefusedObjects(ValueDeserializer<?> accepting, String why) {
            super(accepting);
            this.why = why;
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> accepting) {
            return new RefusedObjects(accepting, why);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.hasToken(JsonToken.START_OBJECT)) {
                throw new Refusal(parser, why);
            }
            return super.deserialize(parser, context);
        }
    }

    /** Refuses each JSON value except null. */
    private static final class RefusedType extends ValueDeserializer<Object> {

        private final String why;
        /** Whether JSON's null is refused, too, because the foreign library has a special value for JSON's null. */
        private final boolean isNullRefused;

        RefusedType(String why, boolean isNullRefused) {
            this.why = why;
            this.isNullRefused = isNullRefused;
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) {
            throw new Refusal(parser, why);
        }

        @Override
        public @Nullable Object getNullValue(DeserializationContext context) {
            if (isNullRefused) {
                throw new Refusal(context.getParser(), why);
            }
            return null;
        }

        @Override
        public AccessPattern getNullAccessPattern() {
            return isNullRefused ? AccessPattern.DYNAMIC : AccessPattern.ALWAYS_NULL;
        }
    }
}
