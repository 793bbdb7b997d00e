package dev.slipstream.spring;

import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelMessage;
import dev.slipstream.core.Payload;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A method with {@link ChannelListener}, and the bean on which it is called.
 *
 * @param arguments makes the argument of each parameter
 */
record ListenerMethod(Object bean, Method method, List<BiFunction<Channel, ChannelMessage, Object>> arguments) {

    /**
     * Checks the method of a bean's class.
     *
     * @throws ClientSettingsException if the method cannot be a listener
     */
    static ListenerMethod of(Object bean, Method declared) {
        if (declared.getReturnType() != void.class) {
            throw refused(declared, "it returns a value", "Make it void.");
        }
        List<BiFunction<Channel, ChannelMessage, Object>> arguments = new ArrayList<>();
        Set<Class<?>> kinds = new HashSet<>();
        for (int i = 0; i < declared.getParameterCount(); i++) {
            Class<?> type = declared.getParameterTypes()[i];
            if (!kinds.add(kind(type))) {
                throw refused(
                        declared,
                        "two of its parameters are of one kind",
                        "Take the payload, the Payload, the ChannelMessage and the Channel at most once each.");
            }
            arguments.add(argument(declared, type, declared.getGenericParameterTypes()[i]));
        }
        Method method;
        try {
            method = AopUtils.selectInvocableMethod(declared, bean.getClass());
        } catch (IllegalStateException hidden) {
            throw refused(
                    declared,
                    "the proxy of its bean does not have it",
                    "Make it public, or declare it in an interface of the bean.");
        }
        ReflectionUtils.makeAccessible(method);
        return new ListenerMethod(bean, method, List.copyOf(arguments));
    }

    /**
     * Returns the type itself for {@code Payload}, {@code ChannelMessage} and {@code Channel}, and {@code Object} for
     * each class that a payload is decoded to.
     */
    private static Class<?> kind(Class<?> type) {
        return type == Payload.class || type == ChannelMessage.class || type == Channel.class ? type : Object.class;
    }

    private static BiFunction<Channel, ChannelMessage, Object> argument(Method method, Class<?> type, Type generic) {
        if (type == Payload.class) {
            return (channel, message) -> message.payload();
        }
        if (type == ChannelMessage.class) {
            return (channel, message) -> message;
        }
        if (type == Channel.class) {
            return (channel, message) -> channel;
        }
        if (generic != type) {
            throw refused(
                    method,
                    "the type of a parameter is generic: " + generic.getTypeName(),
                    "Take the Payload, and decode it with payload.as(new TypeRef<...>() {}).");
        }
        return (channel, message) -> message.payload().as(type);
    }

    /** Calls the method. Throws what the method throws, so that the client logs it. */
    void call(Channel channel, ChannelMessage message) {
        Object[] values = arguments.stream()
                .map(argument -> argument.apply(channel, message))
                .toArray();
        try {
            method.invoke(bean, values);
        } catch (InvocationTargetException thrown) {
            ListenerMethod.<RuntimeException>rethrow(thrown.getTargetException());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e); // cannot happen: the method was made accessible
        }
    }

    /** Throws any exception, also a checked one, unchanged. */
    @SuppressWarnings("unchecked") // the caller sets E to RuntimeException, and the JVM does not check the cast
    private static <E extends Throwable> void rethrow(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private static ClientSettingsException refused(Method method, String why, String action) {
        return new ClientSettingsException(
                "The method " + method.getDeclaringClass().getName() + "." + method.getName()
                        + " cannot be a @ChannelListener: " + why + ".",
                action);
    }
}
