package dev.slipstream.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.slipstream.RestartPolicy;
import dev.slipstream.RunningClient;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry;
import dev.slipstream.testkit.ClientAction;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;

/** Clients of a context: their start, their beans, their health and their end. */
@ExtendWith(SocketTestExtension.class)
class ClientsTest {

    static class Empty {}

    static class Parts {

        final List<String> observed = new ArrayList<>();

        @Bean
        Telemetry meters() {
            return observation -> observed.add("meters " + observation.name());
        }

        @Bean
        Telemetry traces() {
            return observation -> observed.add("traces " + observation.name());
        }

        @Bean
        JoinParams params() {
            return attempt -> CompletableFuture.completedFuture(Map.of("topic", attempt.topic()));
        }

        /** Pushes before the client is started. */
        @Bean
        Object greeting(ChannelSocket socket) {
            socket.channel("rooms:lobby").pushAndForget("hello", Map.of());
            return "greeting";
        }
    }

    @Test
    void clientIsStartedWithTheBeansOfTheContext(SocketTest test) {
        try (AnnotationConfigApplicationContext context =
                Contexts.start(test, Parts.class, Contexts.URI, "slipstream.clients.chat.topics=rooms:lobby")) {
            test.acceptConnect();
            ClientAction.Join join = test.assertJoin("rooms:lobby", Map.of("topic", "rooms:lobby"));
            test.accept(join);

            test.assertPush("rooms:lobby", "hello");
            assertThat(context.getBean(Parts.class).observed)
                    .contains("meters slipstream.client.join.stop", "traces slipstream.client.join.stop");

            context.close();
            test.assertDisconnect();
            test.assertStopped();
        }
    }

    static class Lobby implements SlipstreamClient {

        private final Configuration configuration;

        Lobby(Configuration configuration) {
            this.configuration = configuration;
        }

        @Override
        public Socket init(Socket socket) {
            return socket.connect(configuration);
        }

        @Override
        public Socket handleConnect(Socket socket) {
            return socket.join("rooms:lobby", Map.of());
        }
    }

    static class Callbacks {

        @Bean
        Lobby chat(Configuration configuration) {
            return new Lobby(configuration);
        }

        @Bean
        Lobby unused(Configuration configuration) {
            return new Lobby(configuration);
        }
    }

    @Test
    void beanOfTheClientsNameHasItsCallbacks(SocketTest test) {
        try (AnnotationConfigApplicationContext context = Contexts.start(test, Callbacks.class, Contexts.URI)) {
            assertThat(context.getBeanNamesForType(ChannelSocket.class)).isEmpty();
            assertThat(Contexts.health(context).getDetails()).isEqualTo(Map.of("state", "connecting"));
            test.acceptConnect();
            test.acceptJoin("rooms:lobby");
            assertThat(Contexts.health(context).getStatus()).isEqualTo(Status.UP);

            test.cutConnection();
            assertThat(Contexts.health(context).getDetails()).containsEntry("state", "reconnecting");
            test.refuseConnect(403);
            assertThat(Contexts.health(context).getDetails())
                    .isEqualTo(Map.of(
                            "state", "refused", "reason", "ConnectFailed[failure=HandshakeRefused[status=403]]"));

            context.close();
            test.assertStopped();
        }
    }

    @Test
    void topicsOfAClientWithCallbacksAreRefused() {
        try (AnnotationConfigApplicationContext context =
                Contexts.unstarted(Callbacks.class, Contexts.URI, Contexts.TOPICS)) {
            assertThat(Contexts.analysis(catchThrowable(context::refresh)).getDescription())
                    .contains("slipstream.clients.chat.topics has no effect");
        }
    }

    static class Restarted implements ClientCustomizer {

        @Override
        public void options(String client, StartOptions.Builder options) {
            options.restart(RestartPolicy.PERMANENT);
        }

        @Bean
        Lobby chat(Configuration configuration) {
            return new Lobby(configuration);
        }
    }

    static class RestartedPrototype extends Restarted {

        @Bean
        @Override
        @Scope("prototype")
        Lobby chat(Configuration configuration) {
            return new Lobby(configuration);
        }
    }

    @Test
    void clientWithCallbacksIsRestartedOnlyIfItsBeanIsAPrototype() {
        try (AnnotationConfigApplicationContext context = Contexts.unstarted(Restarted.class, Contexts.URI)) {
            assertThat(Contexts.analysis(catchThrowable(context::refresh)).getDescription())
                    .contains("each restart needs a new client object");
        }
        try (AnnotationConfigApplicationContext context = Contexts.unstarted(RestartedPrototype.class, Contexts.URI)) {
            context.refresh();

            assertThat(context.getBean("chatClient")).isInstanceOf(RunningClient.class);
        }
    }

    /**
     * {@link WatchedClient} passes all events through its {@code handleEvent}. For every callback that is no event, it
     * needs a method that passes this callback.
     */
    @Test
    void watchedClientPassesEachCallbackThatIsNoEvent() {
        List<String> all = Arrays.stream(SlipstreamClient.class.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .distinct()
                .toList();
        List<String> passed = Arrays.stream(WatchedClient.class.getDeclaredMethods())
                .map(Method::getName)
                .toList();

        assertThat(all)
                .filteredOn(name -> !passed.contains(name))
                .containsExactlyInAnyOrder(
                        "handleConnect",
                        "handleDisconnect",
                        "handleJoin",
                        "handleLeave",
                        "handleTopicClose",
                        "handleMessage",
                        "handleReply");
    }

    @Test
    void healthShowsStateReasonAndTopics(SocketTest test) {
        try (AnnotationConfigApplicationContext context = Contexts.start(
                test, Empty.class, Contexts.URI, "slipstream.clients.chat.topics=rooms:lobby,rooms:news")) {
            assertThat(details(context)).containsEntry("state", "connecting").doesNotContainKey("reason");
            test.acceptConnect();
            test.acceptJoin("rooms:lobby");
            test.refuseJoin("rooms:news", Map.of("reason", "unauthorized"));
            assertThat(Contexts.health(context).getStatus()).isEqualTo(Status.DOWN);
            assertThat(details(context))
                    .isEqualTo(Map.of(
                            "state",
                            "topic refused",
                            "reason",
                            "JoinRefused[response={\"reason\":\"unauthorized\"}]",
                            "topics",
                            Map.of(
                                    "rooms:lobby",
                                    "joined",
                                    "rooms:news",
                                    "JoinRefused[response={\"reason\":\"unauthorized\"}]")));

            CompletableFuture<?> rejoined = context.getBean(ChannelSocket.class)
                    .channel("rooms:news")
                    .join()
                    .toCompletableFuture();
            test.acceptJoin("rooms:news");
            test.await(rejoined);
            assertThat(Contexts.health(context).getStatus()).isEqualTo(Status.UP);

            test.closeConnection(1012, "restart");
            assertThat(Contexts.health(context).getStatus()).isEqualTo(Status.DOWN);
            assertThat(details(context))
                    .containsEntry("state", "reconnecting")
                    .containsEntry("reason", "Closed[code=1012, text=restart]");
        }
    }

    static class Stopping {

        @Bean
        ReconnectPolicy policy() {
            return ReconnectPolicy.stopWhenRefused();
        }
    }

    @Test
    void healthShowsThatTheClientGaveUp(SocketTest test) {
        try (AnnotationConfigApplicationContext context = Contexts.start(test, Stopping.class, Contexts.URI)) {
            test.refuseConnect(401);
            assertThat(details(context)).containsEntry("state", "refused");
            test.refuseConnect(401);
            assertThat(details(context))
                    .isEqualTo(Map.of(
                            "state", "given up", "reason", "ConnectFailed[failure=HandshakeRefused[status=401]]"));

            context.getBean(ChannelSocket.class).close();
            assertThat(details(context)).isEqualTo(Map.of("state", "stopped", "reason", "Shutdown[]"));
        }
    }

    /** Ends with an exception when it has connected. */
    static class Failing implements SlipstreamClient {

        private final Configuration configuration;

        Failing(Configuration configuration) {
            this.configuration = configuration;
        }

        @Override
        public Socket init(Socket socket) {
            return socket.connect(configuration);
        }

        @Override
        public Socket handleConnect(Socket socket) {
            return socket.stop(new StopReason.Failed(new IllegalStateException("SECRET")));
        }

        static class Beans {

            @Bean
            Failing chat(Configuration configuration) {
                return new Failing(configuration);
            }
        }
    }

    @Test
    void healthShowsWhyTheClientHasStopped(SocketTest test) {
        try (AnnotationConfigApplicationContext context = Contexts.start(test, Failing.Beans.class, Contexts.URI)) {
            test.acceptConnect();
            test.assertStopped();

            assertThat(Contexts.health(context).getStatus()).isEqualTo(Status.DOWN);
            assertThat(details(context))
                    .isEqualTo(Map.of("state", "stopped", "reason", "Failed[java.lang.IllegalStateException]"));
        }
    }

    @Test
    void clientThatTheApplicationStartsIsStoppedWithTheContext(SocketTest test) {
        AnnotationConfigApplicationContext context = Contexts.prepared(Empty.class, Contexts.URI, Contexts.UNSTARTED);
        RunningClient unused = test.startBy(options -> {
            context.refresh();
            assertThat(Contexts.health(context).getStatus()).isEqualTo(Status.UNKNOWN);
            assertThat(details(context)).isEqualTo(Map.of("state", "not started"));
            return context.getBean(ChannelSocket.class).start().client();
        });
        test.acceptConnect();
        assertThat(Contexts.health(context).getStatus()).isEqualTo(Status.UP);

        context.close();
        test.assertStopped();
    }

    @Test
    void autoStartupOfOneClientOverridesTheCommonOne(SocketTest test) {
        try (AnnotationConfigApplicationContext context = Contexts.start(
                test, Empty.class, Contexts.URI, Contexts.UNSTARTED, "slipstream.clients.chat.auto-startup=true")) {
            test.acceptConnect();
            assertThat(details(context)).containsEntry("state", "up");
        }
    }

    /**
     * Two contexts of a JVM may have clients with the same name. Even then, the messages of exceptions show the name
     * from the properties.
     */
    @Test
    void messagesShowTheNameInTheProperties() {
        String[] both = {Contexts.URI, "slipstream.clients.orders.uri=ws://localhost/socket/websocket"};
        try (AnnotationConfigApplicationContext one = Contexts.unstarted(Empty.class, both);
                AnnotationConfigApplicationContext other = Contexts.unstarted(Empty.class, both)) {
            for (AnnotationConfigApplicationContext context : List.of(one, other)) {
                context.refresh();
                for (String client : List.of("chat", "orders")) {
                    RunningClient running = context.getBean(client + "Socket", ChannelSocket.class)
                            .client();
                    assertThatThrownBy(() -> running.send("hello")).hasMessageContaining(" client " + client + " ");
                }
            }
        }
    }

    @Test
    void clientsStartBeforeTheWebServerAndStopAfterIt() {
        ClientLifecycle lifecycle = new ClientLifecycle(new ClientNames(List.of(), List.of()), null, null);

        assertThat(lifecycle.getPhase())
                .isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE)
                .isLessThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
        assertThat(lifecycle.isPauseable()).isFalse();
    }

    private static Map<String, Object> details(AnnotationConfigApplicationContext context) {
        return Contexts.health(context).getDetails();
    }
}
