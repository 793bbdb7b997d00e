package dev.slipstream.system.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelPresence;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.channels.Registration;
import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Event;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Socket;
import dev.slipstream.core.presence.PresenceChange;
import dev.slipstream.core.presence.PresenceEntry;
import dev.slipstream.core.presence.PresenceUpdate;
import dev.slipstream.core.presence.Presences;
import dev.slipstream.testkit.server.PhoenixServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Presence of several users with a server, over each transport and in both formats. */
@ParameterizedClass
@EnumSource
class PresenceScenariosTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Backoff SOON = Backoff.exact(List.of(Duration.ofMillis(5)));

    private final Setup setup;
    /** Differs in each test, because one real Phoenix may serve all tests. */
    private final String topic = "presence:" + UUID.randomUUID();

    private final List<ChannelSocket> sockets = new ArrayList<>();
    private Optional<PhoenixServer> server = Optional.empty();

    PresenceScenariosTest(Setup setup) {
        this.setup = setup;
    }

    private record Device(String device) {}

    /** One device of a user, and the changes that it saw. */
    private record User(ChannelSocket socket, Channel channel, ChannelPresence presence, Queue<String> changes) {

        void push(String event, Map<String, String> payload) throws Exception {
            await(channel.push(event, payload, Object.class));
        }

        /** Waits until the presences that this user sees match the predicate. */
        void awaitList(Predicate<Presences> wanted) throws Exception {
            CompletableFuture<Void> seen = new CompletableFuture<>();
            Runnable check = () -> {
                if (wanted.test(presence.snapshot())) {
                    seen.complete(null);
                }
            };
            try (Registration registered = presence.onSync(check)) {
                // Checks on the client process, so that all handlers of the last change have returned.
                socket.client().run(current -> {
                    check.run();
                    return current;
                });
                await(seen);
                assertThat(registered.isOpen()).isTrue();
            }
        }

        /** Waits until this user sees exactly these users with their devices, such as {@code ann=[phone]}. */
        void awaitUsers(String... wanted) throws Exception {
            awaitList(presences -> presences.status() == Presences.Status.SYNCED
                    && users(presences).equals(List.of(wanted)));
        }
    }

    @BeforeEach
    void start() {
        server = setup.server();
    }

    @AfterEach
    void close() {
        sockets.forEach(ChannelSocket::close);
        server.ifPresent(PhoenixServer::close);
    }

    private Configuration configuration() {
        return setup.configuration(server)
                .reconnectPolicy(ReconnectPolicy.standard())
                .reconnectBackoff(SOON)
                .rejoinBackoff(SOON)
                .build();
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The users with their devices, both sorted, because the server defines no order. */
    private static List<String> users(Presences presences) {
        return presences.list(entry -> entry.key() + "=" + devices(entry)).stream()
                .sorted()
                .toList();
    }

    private static List<String> devices(PresenceEntry entry) {
        return entry.metas().stream()
                .map(meta -> meta.payload().as(Device.class).device())
                .sorted()
                .toList();
    }

    /** Joins as this user on this device, and waits until the user sees itself. */
    private User user(String name, String device) throws Exception {
        ChannelSocket socket = ChannelSocket.connect(configuration(), setup.options());
        sockets.add(socket);
        Channel channel = socket.channel(topic, Map.of("user", name, "device", device));
        Queue<String> changes = new ConcurrentLinkedQueue<>();
        channel.presence().onChange(change -> changes.add(change.kind() + " " + change.key()));
        User user = new User(socket, channel, channel.presence(), changes);
        await(channel.join());
        user.awaitList(presences -> presences.find(name).stream()
                .flatMap(entry -> devices(entry).stream())
                .anyMatch(device::equals));
        return user;
    }

    @Test
    void usersSeeEachOther() throws Exception {
        User ann = user("ann", "phone");
        User bob = user("bob", "web");

        ann.awaitUsers("ann=[phone]", "bob=[web]");
        bob.awaitUsers("ann=[phone]", "bob=[web]");

        assertThat(ann.changes()).containsExactly("JOINED ann", "JOINED bob");
        assertThat(bob.changes()).containsExactlyInAnyOrder("JOINED ann", "JOINED bob");
    }

    @Test
    void updateIsOneChange() throws Exception {
        User ann = user("ann", "phone");
        User bob = user("bob", "web");
        List<PresenceChange> updates = new ArrayList<>();
        bob.presence().onChange(updates::add);

        ann.push("move", Map.of("device", "tablet"));
        bob.awaitUsers("ann=[tablet]", "bob=[web]");

        assertThat(updates).singleElement().satisfies(update -> {
            assertThat(update.kind()).isEqualTo(PresenceChange.Kind.UPDATED);
            assertThat(update.joined()).hasSize(1);
            assertThat(update.left()).hasSize(1);
            assertThat(update.joined().get(0).previousRef())
                    .contains(update.left().get(0).ref());
        });
    }

    @Test
    void userOnTwoDevicesLeavesWithTheLastOne() throws Exception {
        User bob = user("bob", "web");
        User phone = user("ann", "phone");
        User tablet = user("ann", "tablet");
        bob.awaitUsers("ann=[phone, tablet]", "bob=[web]");

        await(phone.channel().leave());
        bob.awaitUsers("ann=[tablet]", "bob=[web]");
        await(tablet.channel().leave());
        bob.awaitUsers("bob=[web]");

        assertThat(bob.changes()).containsExactly("JOINED bob", "JOINED ann", "UPDATED ann", "UPDATED ann", "LEFT ann");
    }

    @Test
    void untrackedUserIsGone() throws Exception {
        User ann = user("ann", "phone");
        User bob = user("bob", "web");

        ann.push("hide", Map.of());

        bob.awaitUsers("bob=[web]");
        ann.awaitUsers("bob=[web]");
    }

    @Test
    void lostConnectionOfAnotherUserEndsItsPresence() throws Exception {
        User ann = user("ann", "phone");
        User bob = user("bob", "web");

        ann.channel().pushAndForget("cut");

        // Waits for ann's new connection. Before that, the server may show ann without a meta, or with the metas of the
        // old and the new connection.
        bob.awaitList(
                presences -> bob.changes().size() > 2 && users(presences).equals(List.of("ann=[phone]", "bob=[web]")));
        ann.awaitUsers("ann=[phone]", "bob=[web]");
    }

    @Test
    void noUserLeavesWhenTheOwnConnectionIsLost() throws Exception {
        User ann = user("ann", "phone");
        User bob = user("bob", "web");
        bob.awaitUsers("ann=[phone]", "bob=[web]");
        CompletableFuture<List<String>> whileLost = new CompletableFuture<>();
        bob.socket().onClose(reason -> {
            Presences kept = bob.presence().snapshot();
            whileLost.complete(kept.isStale() ? users(kept) : List.of("not stale"));
        });
        bob.changes().clear();

        bob.channel().pushAndForget("cut");

        assertThat(await(whileLost)).containsExactly("ann=[phone]", "bob=[web]");
        bob.awaitList(presences -> presences.status() == Presences.Status.SYNCED
                && !bob.changes().isEmpty()
                && users(presences).equals(List.of("ann=[phone]", "bob=[web]")));
        assertThat(bob.changes()).noneMatch(change -> change.endsWith(" ann"));
        ann.awaitUsers("ann=[phone]", "bob=[web]");
    }

    @Test
    void crashedChannelIsPresentAgain() throws Exception {
        User ann = user("ann", "phone");
        User bob = user("bob", "web");
        CompletableFuture<Void> rejoined = new CompletableFuture<>();
        bob.channel().onJoin(response -> rejoined.complete(null));

        bob.channel().pushAndForget("raise");

        await(rejoined);
        bob.awaitUsers("ann=[phone]", "bob=[web]");
        ann.awaitUsers("ann=[phone]", "bob=[web]");
    }

    // --- with callbacks ---------------------------------------------------------------------------------------------

    /** Follows the presences in a callback client. */
    private final class Follower implements SlipstreamClient {

        private static final AssignKey<Presences> PRESENCES = AssignKey.of("presences");

        private final CompletableFuture<List<String>> both = new CompletableFuture<>();

        @Override
        public Socket init(Socket socket) {
            return socket.assign(PRESENCES, Presences.of(topic))
                    .connect(configuration())
                    .join(topic, Map.of("user", "cid", "device", "tv"));
        }

        @Override
        public Socket handleEvent(Event event, Socket socket) {
            PresenceUpdate update = socket.assigned(PRESENCES).apply(event);
            List<String> users = users(update.presences());
            if (users.size() == 2) {
                both.complete(users);
            }
            return SlipstreamClient.super.handleEvent(event, socket.assign(PRESENCES, update.presences()));
        }
    }

    @Test
    void callbackClientFollowsThePresences() throws Exception {
        User ann = user("ann", "phone");
        Follower follower = new Follower();

        try (RunningClient running = Slipstream.start(follower, setup.options())) {
            assertThat(await(follower.both)).containsExactly("ann=[phone]", "cid=[tv]");
            ann.awaitUsers("ann=[phone]", "cid=[tv]");
            assertThat(running.socket().isConnected()).isTrue();
        }
        ann.awaitUsers("ann=[phone]");
    }
}
