package dev.slipstream.spring;

import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelMessage;
import dev.slipstream.channels.Registration;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/** Finds the methods with {@link ChannelListener}, and registers them before the clients are started. */
final class ChannelListeners implements SmartInitializingSingleton {

    private static final System.Logger LOG = System.getLogger("dev.slipstream.spring");
    private static final String ANY_EVENT = "*";

    private final ClientNames names;
    private final ClientFactory clients;
    private final ConfigurableListableBeanFactory beans;

    /** The values of a listener's annotation. */
    private record Target(String topic, String event, String client) {}

    ChannelListeners(ClientNames names, ClientFactory clients, ConfigurableListableBeanFactory beans) {
        this.names = names;
        this.clients = clients;
        this.beans = beans;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (names.sockets().isEmpty() && names.callbacks().isEmpty()) {
            return; // without a client, listeners have no effect
        }
        for (String bean : beans.getBeanNamesForType(Object.class)) {
            if (!ScopedProxyUtils.isScopedTarget(bean)) {
                annotated(bean).forEach((method, listener) -> register(bean, method, resolved(method, listener)));
            }
        }
    }

    /**
     * The annotated methods of a bean. If the class of a lazy bean refers to missing classes, the bean is not searched.
     * Spring does the same when it searches for {@code @EventListener}.
     */
    private Map<Method, ChannelListener> annotated(String bean) {
        try {
            Class<?> type = AutoProxyUtils.determineTargetClass(beans, bean);
            return type != null && AnnotationUtils.isCandidateClass(type, ChannelListener.class)
                    ? annotated(type)
                    : Map.of();
        } catch (BeansException | IllegalStateException | LinkageError | TypeNotPresentException missing) {
            LOG.log(Level.DEBUG, "the bean {0} is not searched for listeners: {1}", bean, missing);
            return Map.of();
        }
    }

    private static Map<Method, ChannelListener> annotated(Class<?> type) {
        MethodIntrospector.MetadataLookup<@Nullable ChannelListener> lookup =
                method -> AnnotatedElementUtils.findMergedAnnotation(method, ChannelListener.class);
        return MethodIntrospector.selectMethods(type, lookup);
    }

    /** Returns the values of the annotation, with resolved placeholders. */
    private Target resolved(Method declared, ChannelListener listener) {
        try {
            return new Target(resolved(listener.topic()), resolved(listener.event()), resolved(listener.client()));
        } catch (IllegalArgumentException unknown) {
            throw new ClientSettingsException(
                    where(declared) + " has a placeholder that cannot be resolved: " + unknown.getMessage(),
                    "Set the property that the placeholder names.",
                    unknown);
        }
    }

    private String resolved(String text) {
        return Objects.requireNonNullElse(beans.resolveEmbeddedValue(text), "");
    }

    private void register(String bean, Method declared, Target listener) {
        if (!beans.isSingleton(bean)) {
            throw new ClientSettingsException(
                    where(declared) + " belongs to the bean " + bean + ", which is not a singleton.",
                    "Make the bean a singleton, so that it is clear which object receives the messages.");
        }
        ListenerMethod method = ListenerMethod.of(beans.getBean(bean), declared);
        checkTopic(declared, listener.topic());
        boolean isUsed = false;
        for (String client : names.sockets()) {
            if (listener.client().isEmpty() || listener.client().equals(client)) {
                for (String topic : clients.topics(client)) {
                    if (matches(listener.topic(), topic)) {
                        isUsed = true;
                        register(clients.channels(client), topic, declared, listener, method);
                    }
                }
            }
        }
        if (!isUsed) {
            throw new ClientSettingsException(
                    where(declared) + " has the topic " + listener.topic() + ", which matches no topic of "
                            + (listener.client().isEmpty() ? "any client" : "the client " + listener.client()) + ".",
                    "Add the topic to " + SlipstreamProperties.CLIENTS + ".<name>.topics, or correct the listener. The"
                            + " topics are " + topics() + ".");
        }
    }

    private static void register(
            ConfiguredChannels channels, String topic, Method declared, Target listener, ListenerMethod method) {
        try {
            channels.listen(topic, channel -> {
                Registration unused = register(channel, listener.event(), method);
            });
        } catch (IllegalArgumentException refused) {
            throw new ClientSettingsException(
                    where(declared) + " cannot be registered: " + refused.getMessage(),
                    "Correct the event of the listener.",
                    refused);
        }
    }

    private static Registration register(Channel channel, String event, ListenerMethod method) {
        return event.equals(ANY_EVENT)
                ? channel.onAny(message -> method.call(channel, message))
                : channel.on(
                        event, payload -> method.call(channel, new ChannelMessage(channel.topic(), event, payload)));
    }

    private static void checkTopic(Method declared, String topic) {
        int star = topic.indexOf('*');
        if (star >= 0 && star < topic.length() - 1) {
            throw new ClientSettingsException(
                    where(declared) + " has the topic " + topic + ", with a star that is not at the end.",
                    "Name a whole topic, or a prefix of topics followed by a star, such as rooms:*.");
        }
    }

    /** Whether a topic equals the pattern or, if the pattern ends with a star, begins with the text before the star. */
    private static boolean matches(String pattern, String topic) {
        return pattern.endsWith("*")
                ? topic.startsWith(pattern.substring(0, pattern.length() - 1))
                : topic.equals(pattern);
    }

    private List<String> topics() {
        return names.sockets().stream()
                .flatMap(client -> clients.topics(client).stream())
                .toList();
    }

    private static String where(Method declared) {
        return "The @ChannelListener on " + declared.getDeclaringClass().getName() + "." + declared.getName();
    }
}
