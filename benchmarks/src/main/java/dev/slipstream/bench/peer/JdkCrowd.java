package dev.slipstream.bench.peer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Bare JDK websockets that share one HTTP client and one heartbeat timer. */
@SuppressWarnings("FutureReturnValueIgnored") // failures are counted in the callbacks
final class JdkCrowd implements Crowd {

    private final HttpClient client = HttpClient.newHttpClient();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "heartbeats");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger joined = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger losses = new AtomicInteger();
    private final List<WebSocket> sockets = new ArrayList<>();

    @Override
    public void open(URI uri, Duration heartbeat) {
        client.newWebSocketBuilder()
                .buildAsync(newUri(uri), new Member(heartbeat))
                .whenComplete((socket, error) -> {
                    if (error != null) {
                        failures.incrementAndGet();
                    } else {
                        keep(socket);
                    }
                });
    }

    /**
     * Makes a new URI for each connection. A real client does so, too, because its URI contains a token. The JDK keeps
     * the URI in memory for as long as it keeps the websocket.
     */
    private static URI newUri(URI uri) {
        return URI.create(uri + "?vsn=2.0.0");
    }

    private void keep(WebSocket socket) {
        timer.execute(() -> sockets.add(socket)); // only the timer's thread uses the list
    }

    @Override
    public int joined() {
        return joined.get();
    }

    @Override
    public int failures() {
        return failures.get();
    }

    @Override
    public int losses() {
        return losses.get();
    }

    private final class Member implements WebSocket.Listener {

        private final Duration heartbeat;
        private boolean isJoined;

        Member(Duration heartbeat) {
            this.heartbeat = heartbeat;
        }

        @Override
        public void onOpen(WebSocket socket) {
            socket.request(Long.MAX_VALUE);
            socket.sendText("[\"1\",\"1\",\"bench:000\",\"phx_join\",{}]", true).whenComplete((sent, error) -> {
                if (error != null) {
                    failures.incrementAndGet();
                }
            });
            timer.scheduleAtFixedRate(
                    () -> socket.sendText("[null,\"2\",\"phoenix\",\"heartbeat\",{}]", true)
                            .whenComplete((sent, error) -> {
                                if (error != null) {
                                    failures.incrementAndGet();
                                }
                            }),
                    heartbeat.toMillis(),
                    heartbeat.toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            if (!isJoined) {
                isJoined = true;
                joined.incrementAndGet();
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            losses.incrementAndGet();
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            losses.incrementAndGet();
        }
    }
}
