package dev.slipstream.spring;

import dev.slipstream.RunningClient;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.Configuration;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Defines the beans of each configured client. Each bean has the client's name as qualifier. This class runs after the
 * application has defined its own beans, so it knows which clients have a bean with callbacks.
 */
final class ClientDefinitions implements BeanDefinitionRegistryPostProcessor, EnvironmentAware {

    /** The name of the bean that makes the beans of the clients. */
    static final String FACTORY = "slipstreamClientFactory";

    private static final System.Logger LOG = System.getLogger("dev.slipstream.spring");

    private @Nullable Environment environment;

    @Override
    public void setEnvironment(Environment given) {
        environment = given;
    }

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        Set<String> configured = ConfiguredClients.in(Objects.requireNonNull(environment));
        checkNames(configured);
        List<String> sockets = new ArrayList<>();
        List<String> callbacks = new ArrayList<>();
        List<String> beans = callbackBeans(registry);
        for (String client : configured) {
            define(registry, client, ClientNames.configurationBean(client), Configuration.class, "configuration");
            if (beans.contains(client)) {
                callbacks.add(client);
                define(registry, client, ClientNames.runningBean(client), RunningClient.class, "running");
            } else {
                sockets.add(client);
                define(registry, client, ClientNames.socketBean(client), ChannelSocket.class, "socket");
            }
        }
        RootBeanDefinition names = new RootBeanDefinition(ClientNames.class);
        names.getConstructorArgumentValues().addIndexedArgumentValue(0, sockets);
        names.getConstructorArgumentValues().addIndexedArgumentValue(1, callbacks);
        registry.registerBeanDefinition("slipstreamClientNames", names);
        warnOfUnused(beans, configured);
    }

    /** Refuses names that Spring Boot does not tell apart, because their clients would have the same properties. */
    private static void checkNames(Set<String> configured) {
        Map<String, String> known = new HashMap<>();
        for (String client : configured) {
            String same = known.put(client.replace("-", "").toLowerCase(Locale.ROOT), client);
            if (same != null) {
                throw new ClientSettingsException(
                        "The Slipstream clients " + same + " and " + client
                                + " have the same properties, because Spring Boot ignores dashes and case.",
                        "Write the name in one way. In environment variables a name has no dash and no capital letter,"
                                + " so use such a name if you set a property of the client there.");
            }
        }
    }

    private static List<String> callbackBeans(BeanDefinitionRegistry registry) {
        return registry instanceof ListableBeanFactory factory
                ? Arrays.asList(factory.getBeanNamesForType(SlipstreamClient.class, true, false))
                : List.of();
    }

    private static void define(
            BeanDefinitionRegistry registry, String client, String bean, Class<?> type, String method) {
        if (registry.containsBeanDefinition(bean)) {
            throw new ClientSettingsException(
                    "The bean " + bean + " exists already, so the Slipstream client " + client
                            + " cannot have its bean of this name.",
                    "Rename your bean, or rename the client " + SlipstreamProperties.CLIENTS + "." + client + ".");
        }
        RootBeanDefinition definition = new RootBeanDefinition(type);
        definition.setFactoryBeanName(FACTORY);
        definition.setFactoryMethodName(method);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, client);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, client));
        registry.registerBeanDefinition(bean, definition);
    }

    private static void warnOfUnused(List<String> beans, Set<String> configured) {
        for (String bean : beans) {
            if (!configured.contains(bean)) {
                LOG.log(
                        Level.WARNING,
                        "the bean {0} is a SlipstreamClient, but its client is not started: set {1}.{0}.uri, or give the"
                                + " bean the name of one of the clients {2}",
                        bean,
                        SlipstreamProperties.CLIENTS,
                        configured);
            }
        }
    }
}
