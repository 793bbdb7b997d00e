package dev.slipstream.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Telemetry;
import dev.slipstream.micrometer.SlipstreamMetrics;
import dev.slipstream.opentelemetry.SlipstreamTracing;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;

/** Clients report to the meter registry and to OpenTelemetry, if the application has these beans. */
@ExtendWith(SocketTestExtension.class)
class MetersAndSpansTest {

    private static final AttributeKey<String> NAME = AttributeKey.stringKey("slipstream.name");

    static class Backends {

        final InMemorySpanExporter spans = InMemorySpanExporter.create();
        final List<String> observed = new ArrayList<>();

        @Bean
        MeterRegistry registry() {
            return new SimpleMeterRegistry();
        }

        @Bean
        OpenTelemetry openTelemetry() {
            return OpenTelemetrySdk.builder()
                    .setTracerProvider(SdkTracerProvider.builder()
                            .addSpanProcessor(SimpleSpanProcessor.create(spans))
                            .build())
                    .build();
        }

        @Bean
        Telemetry own() {
            return observation -> observed.add(observation.name());
        }
    }

    @Test
    void eachClientReportsUnderItsName(SocketTest test) {
        try (AnnotationConfigApplicationContext context =
                Contexts.start(test, Backends.class, Contexts.URI, Contexts.TOPICS)) {
            test.acceptConnect();
            test.acceptJoin("rooms:lobby");

            Backends backends = context.getBean(Backends.class);
            assertThat(context.getBean(MeterRegistry.class)
                            .get("slipstream.joins")
                            .tags("client", "chat", "outcome", "ok")
                            .timer()
                            .count())
                    .isOne();
            assertThat(backends.spans.getFinishedSpanItems())
                    .extracting(SpanData::getName)
                    .contains("slipstream.connect", "slipstream.join");
            assertThat(backends.spans.getFinishedSpanItems())
                    .extracting(span -> span.getAttributes().get(NAME))
                    .containsOnly("chat");
            assertThat(backends.observed).contains("slipstream.client.join.stop");
        }
    }

    static class TopicTags extends Backends {

        @Bean
        static TopicTag topicTag() {
            return topic -> topic.startsWith("rooms:") ? "rooms:*" : "other";
        }
    }

    @Test
    void topicsBecomeTagsBesideTheNameOfTheClient(SocketTest test) {
        try (AnnotationConfigApplicationContext context =
                Contexts.start(test, TopicTags.class, Contexts.URI, Contexts.TOPICS)) {
            test.acceptConnect();
            test.acceptJoin("rooms:lobby");
            test.acceptJoin("accounts:1");

            for (String topic : List.of("rooms:*", "other")) {
                assertThat(context.getBean(MeterRegistry.class)
                                .get("slipstream.joins")
                                .tags("client", "chat", "topic", topic)
                                .timer()
                                .count())
                        .isOne();
            }
        }
    }

    static class OwnListeners extends Backends {

        @Bean
        static SlipstreamMetrics meters(MeterRegistry registry) {
            return SlipstreamMetrics.of(registry);
        }

        @Bean
        Telemetry traces(OpenTelemetry openTelemetry) {
            return SlipstreamTracing.of(openTelemetry);
        }
    }

    @Test
    void meterAndSpanBeansOfTheApplicationAreNotDoubled(SocketTest test) {
        try (AnnotationConfigApplicationContext context =
                Contexts.start(test, OwnListeners.class, Contexts.URI, Contexts.TOPICS)) {
            test.acceptConnect();
            test.acceptJoin("rooms:lobby");

            assertThat(context.getBean(MeterRegistry.class)
                            .find("slipstream.joins")
                            .timers())
                    .singleElement()
                    .satisfies(joins -> {
                        assertThat(joins.getId().getTag("client")).isNull();
                        assertThat(joins.count()).isOne();
                    });
            assertThat(context.getBean(OwnListeners.class).spans.getFinishedSpanItems())
                    .filteredOn(span -> span.getName().equals("slipstream.join"))
                    .singleElement()
                    .satisfies(
                            span -> assertThat(span.getAttributes().get(NAME)).isNull());
        }
    }

    static class CombinedListeners extends Backends {

        @Bean
        Telemetry both(MeterRegistry registry, OpenTelemetry openTelemetry) {
            return Telemetry.all(SlipstreamMetrics.of(registry), SlipstreamTracing.of(openTelemetry));
        }
    }

    @Test
    void combinedListenerBeanOfTheApplicationIsNotDoubled(SocketTest test) {
        try (AnnotationConfigApplicationContext context =
                Contexts.start(test, CombinedListeners.class, Contexts.URI, Contexts.TOPICS)) {
            test.acceptConnect();
            test.acceptJoin("rooms:lobby");

            assertThat(context.getBean(MeterRegistry.class)
                            .find("slipstream.joins")
                            .timers())
                    .hasSize(1);
            assertThat(context.getBean(CombinedListeners.class).spans.getFinishedSpanItems())
                    .filteredOn(span -> span.getName().equals("slipstream.join"))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"metrics, slipstreamClientTracing", "tracing, slipstreamClientMetrics"})
    void eachPartHasASwitch(String part, String left) {
        Contexts.runner()
                .withUserConfiguration(Backends.class)
                .withPropertyValues("slipstream." + part + ".enabled=false")
                .run(context -> assertThat(parts(context)).containsExactly(left));
    }

    @Test
    void partsAreOffWithoutTheirBeans() {
        Contexts.runner().run(context -> assertThat(parts(context)).isEmpty());
    }

    static class SecondBackends {

        @Bean
        MeterRegistry secondRegistry() {
            return new SimpleMeterRegistry();
        }

        @Bean
        OpenTelemetry secondOpenTelemetry() {
            return OpenTelemetry.noop();
        }
    }

    /** If none of two beans is primary, it is unclear to which bean the clients report. */
    @Test
    void partsAreOffIfNoneOfSeveralBeansIsPrimary() {
        Contexts.runner()
                .withUserConfiguration(Backends.class, SecondBackends.class)
                .run(context -> {
                    assertThat(context).hasNotFailed().hasBean("chatSocket");
                    assertThat(parts(context)).isEmpty();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "io.micrometer, io.opentelemetry",
        "dev.slipstream.micrometer, dev.slipstream.opentelemetry",
    })
    void partsAreOffWithoutTheirClasses(String meters, String spans) {
        Contexts.runner()
                .withUserConfiguration(Backends.class)
                .withClassLoader(new FilteredClassLoader(meters, spans))
                .run(context -> {
                    assertThat(context).hasNotFailed().hasBean("chatSocket");
                    assertThat(parts(context)).isEmpty();
                });
    }

    /** A condition of the starter sees a bean of Spring Boot only if the bean is defined before the condition runs. */
    @Test
    void beansOfSpringBootAreFound() {
        Contexts.runner(
                        SimpleMetricsExportAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        MetricsAutoConfiguration.class,
                        OpenTelemetrySdkAutoConfiguration.class)
                .run(context -> assertThat(parts(context))
                        .containsExactlyInAnyOrder("slipstreamClientMetrics", "slipstreamClientTracing"));
    }

    /** The names of the beans that make the listeners for meters or spans. */
    private static List<String> parts(ListableBeanFactory context) {
        return List.of(context.getBeanNamesForType(ClientTelemetry.class));
    }
}
