package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A callback cannot wait for a stage of its own client: the wait throws, because it could never end. */
class OwnStageTest {

    private static final String LOBBY = "rooms:lobby";
    private static final String REFUSAL =
            "cannot wait for a stage of client \\w{8} \\(ws://localhost/socket/websocket\\) in a callback or handler"
                    + " of this client \\(run\\): the stage completes only after this code has returned; continue in"
                    + " thenAccept of the stage. A callback that has a socket can also wait for a join or a reply with"
                    + " Slipstream.session\\(socket\\)";

    /** A wait for a stage. */
    private interface Wait {

        Object on(CompletableFuture<?> stage) throws Exception;
    }

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();

    private RunningClient start() {
        RunningClient client = Slipstream.start(new LobbyClient(journal), transports.options());
        journal.expect("joined");
        return client;
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static void wait(Wait wait, CompletionStage<?> stage) {
        try {
            Object result = wait.on(stage.toCompletableFuture());
            assertThat(result).as("the stage completed during the callback").isNull();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for a stage in a callback of its client. Returns the exception of the callback. */
    private static Throwable failure(
            RunningClient client, Function<RunningClient, ? extends CompletionStage<?>> stage, Wait wait) {
        return await(client.run(socket -> {
                    wait(wait, stage.apply(Slipstream.running(socket)));
                    return socket;
                })
                .handle((done, thrown) -> thrown));
    }

    static Stream<Arguments> waits() {
        List<Named<Function<RunningClient, CompletionStage<?>>>> stages = List.of(
                named("whenJoined", client -> client.whenJoined("rooms:other")),
                named("whenJoined with a timeout", client -> client.whenJoined("rooms:other", Duration.ofMinutes(5))),
                named("run", client -> client.run(UnaryOperator.identity())),
                named("request", client -> client.request(LOBBY, "ping", Map.of())),
                named("request with a type", client -> client.request(LOBBY, "ping", Map.of(), Map.class)),
                named("whenStopped", RunningClient::whenStopped),
                named("thenApply", client -> client.whenJoined("rooms:other").thenApply(joined -> "joined")),
                named(
                        "thenCompose",
                        client -> client.whenJoined("rooms:other")
                                .thenCompose(joined -> client.request(LOBBY, "ping", Map.of()))),
                named(
                        "copy",
                        client -> client.run(UnaryOperator.identity())
                                .toCompletableFuture()
                                .copy()));
        List<Named<Wait>> waits = List.of(
                named("join", CompletableFuture::join),
                named("get", CompletableFuture::get),
                named("get with a timeout", stage -> stage.get(1, TimeUnit.MINUTES)));
        return stages.stream().flatMap(stage -> waits.stream().map(wait -> Arguments.of(stage, wait)));
    }

    @ParameterizedTest
    @MethodSource("waits")
    void waitInOwnCallbackThrows(Function<RunningClient, CompletionStage<?>> stage, Wait wait) {
        try (RunningClient client = start()) {
            assertThat(failure(client, stage, wait))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageMatching(REFUSAL);
            assertThat(await(client.run(UnaryOperator.identity()))).isNull();
        }
    }

    @Test
    void completeStageMayBeRead() {
        try (RunningClient client = start()) {
            CompletionStage<Void> joined = client.whenJoined(LOBBY);
            assertThat(await(joined)).isNull();
            assertThat(failure(client, any -> joined, CompletableFuture::join)).isNull();
            assertThat(failure(client, any -> joined, CompletableFuture::get)).isNull();
            assertThat(failure(client, any -> joined.thenApply(done -> done), stage -> stage.get(1, TimeUnit.MINUTES)))
                    .isNull();
        }
    }

    @Test
    void callbackMayWaitForAnotherClient() {
        RunningClient other = start();
        try (other;
                RunningClient client = start()) {
            assertThat(failure(client, any -> other.run(UnaryOperator.identity()), CompletableFuture::join))
                    .isNull();
        }
    }

    @Test
    void cancelOfOneStageOfWhenStoppedDoesNotAffectOthers() {
        RunningClient client = start();
        CompletionStage<?> before = client.whenStopped();
        assertThat(client.whenStopped().toCompletableFuture().cancel(false)).isTrue();
        client.close();
        assertThat(await(before)).isNotNull();
        assertThat(await(client.whenStopped())).isNotNull();
    }
}
