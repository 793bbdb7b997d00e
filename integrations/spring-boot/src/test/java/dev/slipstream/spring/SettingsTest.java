package dev.slipstream.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.slipstream.StartOptions;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.ReconnectPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Properties and beans become configurations. If they are wrong, Spring Boot prints an analysis of the failure. */
class SettingsTest {

    static class Empty {}

    @Test
    void withoutConfigurationNothingStartsAndNothingFails() {
        try (AnnotationConfigApplicationContext context = Contexts.prepared(Empty.class)) {
            context.refresh();

            assertThat(context.getBeanDefinitionNames())
                    .noneMatch(bean -> bean.startsWith("slipstream"))
                    .hasSizeLessThan(10);
        }
    }

    @Test
    void propertiesBecomeTheConfiguration() {
        Configuration configuration = configuration(
                Empty.class,
                "slipstream.clients.chat.uri=wss://example.org/socket/websocket",
                "slipstream.clients.chat.params.locale=de",
                "slipstream.clients.chat.connect-timeout=1s",
                "slipstream.clients.chat.join-timeout=2s",
                "slipstream.clients.chat.leave-timeout=3s",
                "slipstream.clients.chat.request-timeout=4s",
                "slipstream.clients.chat.close-timeout=5s",
                "slipstream.clients.chat.credentials-timeout=6s",
                "slipstream.clients.chat.heartbeat-interval=7s",
                "slipstream.clients.chat.heartbeat-timeout=8s");

        assertThat(configuration.endpoint()).isEqualTo("wss://example.org/socket/websocket");
        assertThat(configuration.credentials()).isEqualTo(Credentials.none().withParam("locale", "de"));
        assertThat(new Duration[] {
                    configuration.connectTimeout(),
                    configuration.joinTimeout(),
                    configuration.leaveTimeout(),
                    configuration.requestTimeout(),
                    configuration.closeTimeout(),
                    configuration.credentialsTimeout(),
                    configuration.heartbeatInterval(),
                    configuration.heartbeatTimeout()
                })
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    /** The analysis names the property and the remedy, and has no secret. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "uri=                                  | slipstream.clients.chat.uri is missing",
                "uri=https://localhost/?token=SECRET  | slipstream.clients.chat.uri is wrong: the scheme https",
                "uri=ws://example.org/?a=SECRET b     | slipstream.clients.chat.uri is wrong: a space",
                "join-timeout=0s                      | slipstream.clients.chat.join-timeout is wrong: PT0S",
                "ssl-bundle=none                      | slipstream.clients.chat.ssl-bundle names an SSL bundle",
                "topics=phoenix                       | client chat cannot be made: topic \"phoenix\"",
                "compression=true                     | client chat cannot be made: compression: the transport jdk",
            })
    void wrongPropertyIsAnalyzed(String property, String description) {
        FailureAnalysis analysis = analysis(
                Empty.class,
                Contexts.URI,
                "slipstream.clients.chat.params.token=SECRET",
                "slipstream.clients.chat." + property);

        assertThat(analysis.getDescription()).contains(description).doesNotContain("SECRET");
        assertThat(analysis.getAction()).isNotBlank().doesNotContain("SECRET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"slipstream.clients.chat.param.token", "slipstream.client.chat.uri"})
    void misspelledPropertyIsShownWithoutItsValue(String property) {
        FailureAnalysis analysis = analysis(Empty.class, Contexts.URI, property + "=SECRET");

        assertThat(analysis.getDescription()).contains(property);
        assertThat(analysis.getDescription() + analysis.getAction()).doesNotContain("SECRET");
    }

    @Test
    void misspelledPrefixIsRefusedThoughNoClientIsConfigured() {
        try (AnnotationConfigApplicationContext context =
                Contexts.prepared(Empty.class, "slipstream.client.chat.uri=ws://localhost")) {
            assertThat(Contexts.analysis(catchThrowable(context::refresh)).getDescription())
                    .contains("slipstream.client.chat.uri");
        }
    }

    @Test
    void namesThatSpringBootDoesNotTellApartAreRefused() {
        FailureAnalysis analysis = analysis(
                Empty.class,
                "slipstream.clients.order-feed.uri=ws://localhost/socket/websocket",
                "slipstream.clients.orderFeed.topics=rooms:lobby");

        assertThat(analysis.getDescription()).contains("order-feed", "orderFeed", "the same properties");
    }

    /** A duration and a boolean are no secrets, so they are shown. */
    @ParameterizedTest
    @CsvSource({"join-timeout, no duration: soon", "auto-startup, neither true nor false: soon"})
    void wrongDurationIsShown(String property, String description) {
        assertThat(analysis(Empty.class, Contexts.URI, "slipstream.clients.chat." + property + "=soon")
                        .getDescription())
                .contains("slipstream.clients.chat." + property, description);
    }

    @ParameterizedTest
    @ValueSource(strings = {"slipstream.clients.chat.params", "slipstream.clients.news", "slipstream.metrics"})
    void valueThatShouldBeAGroupIsNotShown(String property) {
        FailureAnalysis analysis = analysis(Empty.class, Contexts.URI, property + "=token=SECRET");

        assertThat(analysis.getDescription()).contains("The property " + property);
        assertThat(analysis.getDescription() + analysis.getAction()).doesNotContain("SECRET");
    }

    static class OneToken {

        @Bean
        Credentials.Supplier tokens() {
            return attempt -> CompletableFuture.completedFuture(Credentials.none());
        }

        @Bean
        ReconnectPolicy policy() {
            return ReconnectPolicy.stopWhenRefused();
        }
    }

    static class ScopedToken {

        @Bean
        @Scope(value = "prototype", proxyMode = ScopedProxyMode.INTERFACES)
        Credentials.Supplier tokens() {
            return attempt -> CompletableFuture.completedFuture(Credentials.none());
        }
    }

    @Test
    void scopedBeanCountsAsOneBean() {
        try (AnnotationConfigApplicationContext context = Contexts.unstarted(ScopedToken.class, Contexts.URI)) {
            context.refresh();

            assertThat(configuration(context, "chat").credentialsSupplier()).isSameAs(context.getBean("tokens"));
        }
    }

    static class QualifiedToken {

        @Bean
        @Qualifier("news")
        Credentials.Supplier tokens() {
            return attempt -> CompletableFuture.completedFuture(Credentials.none());
        }
    }

    private static final String OTHER = "slipstream.clients.news.uri=ws://127.0.0.1/socket/websocket";

    @Test
    void onlyClientUsesTheOnlyBean() {
        Configuration configuration = configuration(OneToken.class, Contexts.URI);

        assertThat(configuration.credentialsSupplier())
                .isNotEqualTo(Configuration.of("ws://localhost").credentialsSupplier());
        assertThat(configuration.reconnectPolicy()).isEqualTo(ReconnectPolicy.stopWhenRefused());
    }

    @Test
    void credentialsOfOneClientDoNotReachAnother() {
        try (AnnotationConfigApplicationContext context =
                Contexts.unstarted(QualifiedToken.class, Contexts.URI, OTHER)) {
            context.refresh();
            Object tokens = context.getBean(Credentials.Supplier.class);

            assertThat(configuration(context, "news").credentialsSupplier()).isSameAs(tokens);
            assertThat(configuration(context, "chat").credentialsSupplier()).isNotSameAs(tokens);
        }
    }

    /** The application may have removed the client {@code news}, but not the bean with its credentials. */
    @Test
    void credentialsOfAnotherClientAreNotUsedByTheOnlyClient() {
        FailureAnalysis analysis = analysis(QualifiedToken.class, Contexts.URI);

        assertThat(analysis.getDescription()).contains("The bean tokens", "Credentials.Supplier", "the qualifier news");
        assertThat(analysis.getAction()).contains("[chat]");
    }

    static class QualifiedForTheOnlyClient {

        @Bean
        @Qualifier("chat")
        Credentials.Supplier chat() {
            return attempt -> CompletableFuture.completedFuture(Credentials.none());
        }
    }

    @Test
    void beanOfTheOnlyClientMayHaveItsQualifier() {
        try (AnnotationConfigApplicationContext context =
                Contexts.unstarted(QualifiedForTheOnlyClient.class, Contexts.URI)) {
            context.refresh();

            assertThat(configuration(context, "chat").credentialsSupplier()).isSameAs(context.getBean("chat"));
        }
    }

    static class PrimaryToken extends OneToken {

        @Bean
        @Primary
        Credentials.Supplier preferred() {
            return attempt -> CompletableFuture.completedFuture(Credentials.none());
        }
    }

    @Test
    void primaryBeanIsPreferred() {
        try (AnnotationConfigApplicationContext context = Contexts.unstarted(PrimaryToken.class, Contexts.URI)) {
            context.refresh();

            assertThat(configuration(context, "chat").credentialsSupplier()).isSameAs(context.getBean("preferred"));
        }
    }

    @Test
    void unqualifiedCredentialsOfTwoClientsAreRefused() {
        FailureAnalysis analysis = analysis(OneToken.class, Contexts.URI, OTHER);

        assertThat(analysis.getDescription()).contains("unclear which bean", "Credentials.Supplier", "[tokens]");
        assertThat(analysis.getAction()).contains("@Qualifier");
    }

    /** A bean may start the server of a test, and then set a property to the server's port. */
    @Test
    void placeholderIsResolvedWhenTheBeansAreMade() {
        try (AnnotationConfigApplicationContext context =
                Contexts.unstarted(Empty.class, "slipstream.clients.chat.uri=ws://localhost:${late.port}/socket")) {
            context.addBeanFactoryPostProcessor(
                    beans -> TestPropertyValues.of("late.port=4711").applyTo(context));
            context.refresh();

            assertThat(configuration(context, "chat").port()).isEqualTo(4711);
        }
    }

    static class Customized {

        @Bean
        ClientCustomizer slower() {
            return new ClientCustomizer() {
                @Override
                public void configuration(String client, Configuration.Builder configuration) {
                    configuration.stablePeriod(Duration.ofSeconds(client.length()));
                }
            };
        }
    }

    @Test
    void customizerChangesTheConfiguration() {
        assertThat(configuration(Customized.class, Contexts.URI).stablePeriod()).isEqualTo(Duration.ofSeconds(4));
    }

    static class FailingCustomizer implements ClientCustomizer {

        @Override
        public void configuration(String client, Configuration.Builder configuration) {
            throw new IllegalArgumentException("uri: the customizer has none");
        }
    }

    static class FailingOptions implements ClientCustomizer {

        @Override
        public void options(String client, StartOptions.Builder options) {
            throw new IllegalArgumentException("uri: the customizer has none");
        }
    }

    /** The properties are right, so no analysis may blame a property. */
    @ParameterizedTest
    @ValueSource(classes = {FailingCustomizer.class, FailingOptions.class})
    void exceptionOfACustomizerIsNotAboutAProperty(Class<?> customizer) {
        try (AnnotationConfigApplicationContext context = Contexts.unstarted(customizer, Contexts.URI)) {
            Throwable failure = catchThrowable(context::refresh);

            assertThat(failure).hasRootCauseMessage("uri: the customizer has none");
            assertThat(Stream.iterate(failure, Objects::nonNull, Throwable::getCause))
                    .noneMatch(ClientSettingsException.class::isInstance);
        }
    }

    static class WrongCustomizer implements ClientCustomizer {

        @Override
        public void configuration(String client, Configuration.Builder configuration) {
            configuration.stablePeriod(Duration.ofSeconds(-1));
        }
    }

    static class WrongTimeout implements ClientCustomizer {

        @Override
        public void configuration(String client, Configuration.Builder configuration) {
            configuration.joinTimeout(Duration.ofSeconds(-1));
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {WrongCustomizer.class, WrongTimeout.class})
    void wrongOptionOfACustomizerIsNotShownAsAProperty(Class<?> customizer) {
        FailureAnalysis analysis = analysis(customizer, Contexts.URI);

        assertThat(analysis.getDescription())
                .contains("A ClientCustomizer", "client chat", "PT-1S is not accepted; accepted: ")
                .doesNotContain("The property");
        assertThat(analysis.getAction()).contains(customizer.getName());
    }

    @Test
    void wrongPropertyIsNotBlamedOnACustomizer() {
        FailureAnalysis analysis = analysis(Customized.class, Contexts.URI, "slipstream.clients.chat.join-timeout=0s");

        assertThat(analysis.getDescription()).contains("slipstream.clients.chat.join-timeout is wrong: PT0S");
        assertThat(analysis.getAction()).isEqualTo("Set an accepted value: more than 0, and 365 days at most.");
    }

    static class Repairing implements ClientCustomizer {

        @Override
        public void configuration(String client, Configuration.Builder configuration) {
            configuration.joinTimeout(Duration.ofSeconds(3));
        }
    }

    @Test
    void customizerMayReplaceAWrongProperty() {
        assertThat(configuration(Repairing.class, Contexts.URI, "slipstream.clients.chat.join-timeout=0s")
                        .joinTimeout())
                .isEqualTo(Duration.ofSeconds(3));
    }

    static class TwoMappers {

        @Bean
        JsonMapper one() {
            return new JsonMapper();
        }

        @Bean
        JsonMapper other() {
            return new JsonMapper();
        }
    }

    @Test
    void severalMappersDoNotFailTheStart() {
        assertThat(configuration(TwoMappers.class, Contexts.URI)).isNotNull();
    }

    @Test
    void beansOfEachClientAreFoundByQualifier() {
        try (AnnotationConfigApplicationContext context = Contexts.unstarted(Needing.class, Contexts.URI, OTHER)) {
            context.refresh();

            assertThat(context.getBean(Needing.Both.class).chat()).isSameAs(context.getBean("chatSocket"));
            assertThat(context.getBean(Needing.Both.class).news()).isSameAs(context.getBean("newsSocket"));
        }
    }

    static class Needing {

        record Both(ChannelSocket chat, ChannelSocket news) {}

        @Bean
        Both both(@Qualifier("chat") ChannelSocket chat, @Qualifier("news") ChannelSocket news) {
            return new Both(chat, news);
        }
    }

    /**
     * The format of the metadata has no entries for the values of a map. So the metadata names the class of the values.
     * Some editors read the properties of a client from this class; for other editors, the description in the metadata
     * lists the properties.
     */
    @Test
    void metadataNamesTheTypeAndThePropertiesOfAClient() throws Exception {
        JsonNode clients = metadata().at("/properties/0");

        assertThat(clients.at("/name").asString()).isEqualTo(SlipstreamProperties.CLIENTS);
        assertThat(clients.at("/type").asString())
                .isEqualTo(SlipstreamProperties.class
                        .getRecordComponents()[0]
                        .getGenericType()
                        .getTypeName()
                        .replace(", ", ","));
        assertThat(clients.at("/description").asString())
                .endsWith(" A client has the properties " + String.join(", ", propertiesOfAClient()) + ".");
    }

    @Test
    void guideAndJavadocDescribeEachPropertyOfAClient() throws Exception {
        String guide = Files.readString(Path.of("../../docs/spring.md"));
        String source = Files.readString(Path.of("src/main/java/dev/slipstream/spring/ClientProperties.java"));

        assertThat(propertiesOfAClient()).allSatisfy(name -> assertThat(guide).contains("`" + name + "`"));
        assertThat(ClientProperties.class.getRecordComponents())
                .allSatisfy(component -> assertThat(source).contains(" * @param " + component.getName() + " "));
    }

    /** The names as Spring Boot writes them, in the order of the record. */
    private static List<String> propertiesOfAClient() {
        return Stream.of(ClientProperties.class.getRecordComponents())
                .map(component -> DataObjectPropertyName.toDashedForm(component.getName()))
                .toList();
    }

    private static JsonNode metadata() throws Exception {
        return JsonMapper.shared().readTree(Path.of("src/main/resources/META-INF/spring-configuration-metadata.json"));
    }

    /** A switch turns something on or off. The starter must know each, because it refuses unknown properties. */
    @Test
    void starterHasEachSwitchOfTheMetadata() throws Exception {
        List<String> switches = metadata()
                .at("/properties")
                .valueStream()
                .filter(property -> property.at("/type").asString().equals("java.lang.Boolean"))
                .map(property -> property.at("/name").asString())
                .toList();
        String[] off = switches.stream().map(name -> name + "=false").toArray(String[]::new);

        try (AnnotationConfigApplicationContext context = Contexts.prepared(Empty.class, off)) {
            context.refresh();

            assertThat(switches).hasSize(4);
            assertThat(context.getBean(SlipstreamProperties.class).autoStartup())
                    .isFalse();
        }
    }

    private static Configuration configuration(AnnotationConfigApplicationContext context, String client) {
        return context.getBean(client + "Configuration", Configuration.class);
    }

    private static Configuration configuration(Class<?> beans, String... properties) {
        try (AnnotationConfigApplicationContext context = Contexts.unstarted(beans, properties)) {
            context.refresh();
            return configuration(context, "chat");
        }
    }

    private static FailureAnalysis analysis(Class<?> beans, String... properties) {
        try (AnnotationConfigApplicationContext context = Contexts.unstarted(beans, properties)) {
            return Contexts.analysis(catchThrowable(context::refresh));
        }
    }
}
