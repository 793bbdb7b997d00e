package dev.slipstream.spring;

import dev.slipstream.RunningClient;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.testkit.SocketTest;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/** Makes small contexts with the starter. */
final class Contexts {

    static final String URI = "slipstream.clients.chat.uri=ws://localhost/socket/websocket";
    static final String TOPICS = "slipstream.clients.chat.topics=rooms:lobby,rooms:news,accounts:1";

    static final String UNSTARTED = "slipstream.auto-startup=false";

    private static final Class<?>[] STARTER = {
        SlipstreamAutoConfiguration.class,
        SlipstreamHealthAutoConfiguration.class,
        SlipstreamMetricsAutoConfiguration.class,
        SlipstreamTracingAutoConfiguration.class
    };

    private Contexts() {}

    /** Makes a context with this class and these properties. Its only client connects to the {@link SocketTest}. */
    static AnnotationConfigApplicationContext start(SocketTest test, Class<?> beans, String... properties) {
        AnnotationConfigApplicationContext context = prepared(beans, properties);
        RunningClient unused = test.startBy(options -> {
            context.refresh();
            return context.getBeanProvider(RunningClient.class)
                    .getIfAvailable(() -> context.getBean(ChannelSocket.class).client());
        });
        return context;
    }

    /** Makes a context that is not refreshed yet. */
    static AnnotationConfigApplicationContext prepared(Class<?> beans, String... properties) {
        return prepared(beans, Map.of(), properties);
    }

    /** Makes a context that is not refreshed yet, with these environment variables. */
    static AnnotationConfigApplicationContext prepared(
            Class<?> beans, Map<String, Object> variables, String... properties) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        String environment = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        context.getEnvironment()
                .getPropertySources()
                .replace(environment, new SystemEnvironmentPropertySource(environment, variables));
        TestPropertyValues.of(properties).applyTo(context);
        context.register(beans);
        context.register(STARTER);
        return context;
    }

    /** Runs contexts with the starter and these auto-configurations, in Spring Boot's order. Starts no client. */
    static ApplicationContextRunner runner(Class<?>... more) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        Stream.of(STARTER, more).flatMap(Stream::of).toArray(Class<?>[]::new)))
                .withPropertyValues(URI, TOPICS, UNSTARTED);
    }

    /** Makes a context whose clients are not started, so that they need no server. */
    static AnnotationConfigApplicationContext unstarted(Class<?> beans, String... properties) {
        AnnotationConfigApplicationContext context = prepared(beans, properties);
        TestPropertyValues.of(UNSTARTED).applyTo(context);
        return context;
    }

    /** The health of the client {@code chat}. */
    static Health health(BeanFactory context) {
        CompositeHealthContributor all =
                context.getBean("slipstreamHealthContributor", CompositeHealthContributor.class);
        return ((HealthIndicator) all.getContributor("chat")).health();
    }

    /** What Spring Boot prints if the start fails with this exception. */
    static FailureAnalysis analysis(Throwable failure) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        FailureAnalyzer.class,
                        ArgumentResolver.of(Environment.class, new StandardEnvironment())
                                .and(BeanFactory.class, new DefaultListableBeanFactory()),
                        FailureHandler.handleMessage((message, unavailable) -> {}))
                .stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AssertionError("Spring Boot has no analysis", failure));
    }
}
