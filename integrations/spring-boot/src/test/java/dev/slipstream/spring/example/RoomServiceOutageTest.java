package dev.slipstream.spring.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RequestLostException;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.Failure;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.testkit.server.ServerSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The service of the example loses its server under load, and is shut down under load. */
class RoomServiceOutageTest {

    private static final String ASK = "/balance";
    private static final AttributeKey<String> NAME = AttributeKey.stringKey("slipstream.name");
    private static final int LOAD = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * Notices when the web server begins to wait for its last requests, because Spring stops this probe in the same
     * phase.
     */
    static final class DrainProbe implements SmartLifecycle {

        final CountDownLatch begun = new CountDownLatch(1);

        @Override
        public void start() {}

        @Override
        public void stop() {
            begun.countDown();
        }

        @Override
        public boolean isRunning() {
            return begun.getCount() > 0;
        }

        @Override
        public int getPhase() {
            return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
        }
    }

    static class Probes {

        final CompletableFuture<Void> clientRan = new CompletableFuture<>();
        /** Why requests over the channel had no reply. */
        final Queue<Failure> lost = new ConcurrentLinkedQueue<>();

        /** Records the exceptions that the service answers with 504. Spring puts them into the request. */
        @Bean
        WebMvcConfigurer lostProbe() {
            HandlerInterceptor probe = new HandlerInterceptor() {
                @Override
                public void afterCompletion(
                        HttpServletRequest request,
                        HttpServletResponse response,
                        Object handler,
                        @Nullable Exception unhandled) {
                    if (request.getAttribute(DispatcherServlet.EXCEPTION_ATTRIBUTE)
                            instanceof RequestLostException thrown) {
                        lost.add(thrown.failure());
                    }
                }
            };
            return new WebMvcConfigurer() {
                @Override
                public void addInterceptors(InterceptorRegistry registry) {
                    registry.addInterceptor(probe);
                }
            };
        }

        @Bean
        InMemorySpanExporter spans() {
            return InMemorySpanExporter.create();
        }

        @Bean
        SdkTracerProvider tracers(InMemorySpanExporter spans) {
            return SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build();
        }

        @Bean
        DrainProbe drainProbe() {
            return new DrainProbe();
        }

        /**
         * Uses the client when the web server has started. The call fails if the client was not started before.
         */
        @Bean
        ApplicationListener<WebServerInitializedEvent> startProbe(ChannelSocket socket) {
            return event -> socket.client().run(state -> state).thenAccept(clientRan::complete);
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final PhoenixRooms rooms = new PhoenixRooms();
    private final AtomicLong requests = new AtomicLong();
    private String port = "";

    @Test
    void eachRequestHasOneOutcomeThroughOutageAndShutdown() throws Exception {
        PhoenixServer server = PhoenixServer.start(rooms.socket());
        ServerSettings samePort = ServerSettings.standard().withPort(server.port());
        ConfigurableApplicationContext context = new SpringApplicationBuilder(RoomService.class, Probes.class)
                // With lazy initialization, Spring makes each bean at its first use. The clients must start anyway.
                .properties("server.port=0", "spring.main.lazy-initialization=true")
                .run("--slipstream.clients.chat.uri=" + server.uri());
        context.getBean(Probes.class).clientRan.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        port = context.getEnvironment().getRequiredProperty("local.server.port");
        awaitHealth("\"state\":\"up\"");
        awaitText("/shouts", "welcome to rooms:news");
        assertThat(context.getBean(InMemorySpanExporter.class).getFinishedSpanItems())
                .extracting(span -> span.getName() + " " + span.getAttributes().get(NAME))
                .contains("slipstream.connect chat", "slipstream.join chat");

        // The server is killed while requests wait for its replies.
        rooms.isSilent = true;
        List<CompletableFuture<HttpResponse<String>>> inFlight = load();
        server.close();
        assertThat(statuses(inFlight)).containsOnly(504);
        String down = awaitHealth("\"state\":\"reconnecting\"");
        assertThat(down).contains("\"reason\":\"", "\"status\":\"DOWN\"").doesNotContain("token-");
        context.getBean(Probes.class).lost.clear();
        assertThat(get(ASK).join().statusCode()).isEqualTo(504);
        assertThat(context.getBean(Probes.class).lost)
                .singleElement()
                .isEqualTo(new Failure.TimedOut(Duration.ofSeconds(2))); // the request itself timed out

        // The server is back, and the client connects with a new token. A request that is sent meanwhile gets its reply
        // or the status 504.
        rooms.isSilent = false;
        List<CompletableFuture<HttpResponse<String>>> meanwhile = send();
        server = PhoenixServer.start(Endpoint.of(rooms.socket()), samePort);
        awaitHealth("\"state\":\"up\"");
        assertThat(statuses(meanwhile)).hasSize(LOAD).isSubsetOf(200, 504);
        assertThat(get(ASK).join().body()).isEqualTo("{\"cents\":250}");
        assertThat(rooms.tokens).doesNotHaveDuplicates().hasSizeGreaterThan(1);
        assertThat(get("/actuator/metrics/slipstream.connects?tag=client:chat&tag=outcome:ok")
                        .join()
                        .body())
                .containsPattern("\"statistic\":\"COUNT\",\"value\":2(\\.0)?}");

        MeterRegistry meters = context.getBean(MeterRegistry.class);

        // The application is shut down. The client lives until the last request has its answer.
        rooms.isSilent = true;
        List<CompletableFuture<HttpResponse<String>>> last = load();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
        assertThat(context.getBean(DrainProbe.class).begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        server.tell("accounts:1", "answer");
        assertThat(statuses(last)).containsOnly(200);
        closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        awaitNoConnection(server);
        server.close();

        assertThat(requests.longValue()).isEqualTo(3 * LOAD + 2);
        assertThat(meters.get("slipstream.requests").tag("client", "chat").timers().stream()
                        .mapToLong(Timer::count)
                        .sum())
                .isEqualTo(requests.longValue());
    }

    /** The server first refuses the topic, and later ends it. The service answers again when the topic is joined. */
    @Test
    void serviceAnswersAgainAfterARefusalAndAfterAnEnd() throws Exception {
        rooms.isRefusing = true;
        try (PhoenixServer server = PhoenixServer.start(rooms.socket());
                ConfigurableApplicationContext context = new SpringApplicationBuilder(RoomService.class)
                        .run("--server.port=0", "--slipstream.clients.chat.uri=" + server.uri())) {
            port = context.getEnvironment().getRequiredProperty("local.server.port");
            awaitHealth("\"state\":\"topic refused\"");
            assertThat(get(ASK).join().statusCode()).isEqualTo(504);
            rooms.isRefusing = false;
            assertThat(get(ASK).join().body()).isEqualTo("{\"cents\":250}");
            awaitHealth("\"state\":\"up\"");

            rooms.isRefusing = true;
            server.tell("accounts:1", "stop");
            awaitHealth("\"state\":\"topic ended\"");
            assertThat(get(ASK).join().statusCode()).isEqualTo(504);
            rooms.isRefusing = false;
            assertThat(get(ASK).join().body()).isEqualTo("{\"cents\":250}");
        }
    }

    /** Sends requests, and returns when the server has all of them. */
    private List<CompletableFuture<HttpResponse<String>>> load() throws InterruptedException {
        rooms.asked.drainPermits();
        List<CompletableFuture<HttpResponse<String>>> sent = send();
        assertThat(rooms.asked.tryAcquire(LOAD, PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return sent;
    }

    private List<CompletableFuture<HttpResponse<String>>> send() {
        return IntStream.range(0, LOAD).mapToObj(i -> get(ASK)).toList();
    }

    private static List<Integer> statuses(List<CompletableFuture<HttpResponse<String>>> sent) {
        return sent.stream().map(response -> response.join().statusCode()).toList();
    }

    private String awaitHealth(String text) {
        return awaitText("/actuator/health", text);
    }

    /** Asks until the answer has this text. */
    private String awaitText(String path, String text) {
        Instant end = Instant.now().plus(PATIENCE);
        String answer = "";
        while (!answer.contains(text)) {
            assertThat(Instant.now()).as(answer).isBefore(end);
            answer = get(path).join().body();
        }
        return answer;
    }

    /** Waits until the server has noticed the end of each connection. */
    private static void awaitNoConnection(PhoenixServer server) {
        Instant end = Instant.now().plus(PATIENCE);
        while (server.connections() > 0) {
            assertThat(Instant.now()).as("a client is still connected").isBefore(end);
        }
    }

    private CompletableFuture<HttpResponse<String>> get(String path) {
        if (path.equals(ASK)) {
            requests.incrementAndGet();
        }
        URI uri = URI.create("http://localhost:" + port + path);
        return http.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
