package dev.slipstream.system.mistakes;

import dev.slipstream.RestartPolicy;
import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.system.swap.OldJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/** Mistakes at the start of a client, and in its configuration. */
final class StartMistakes {

    private static final SlipstreamClient IDLE = new SlipstreamClient() {};

    private StartMistakes() {}

    /** An executor that runs each task on the calling thread. */
    private static final class SameThread implements Executor {

        @Override
        public void execute(Runnable task) {
            task.run();
        }
    }

    private static String startedWith(OldJar jar, String... missing) throws Exception {
        Path folder = Files.createTempDirectory("slipstream-mistake");
        Path old = jar.copyTo(folder);
        try {
            return WithoutAdapters.startedWith(List.of(old), missing);
        } finally {
            Files.delete(old);
            Files.delete(folder);
        }
    }

    static List<Mistake> all() {
        return List.of(
                new Mistake(
                        "No transport is on the class path",
                        () -> WithoutAdapters.started("transport-jdk", "transport-tyrus", "transport-netty")),
                new Mistake("Two transports are on the class path", () -> WithoutAdapters.started("transport-netty")),
                new Mistake("No serializer is on the class path", () -> WithoutAdapters.started("serializer-jackson")),
                new Mistake(
                        "The annotations of Jackson are too old, as with Spring Boot 3.5",
                        () -> startedWith(
                                OldJar.annotations(), "jackson-annotations", "transport-tyrus", "transport-netty")),
                new Mistake(
                        "Netty is too old, as with Spring Boot 3.5",
                        () -> startedWith(OldJar.netty(), "netty-transport-4", "transport-tyrus", "transport-jdk")),
                Mistake.thrown(
                        "The URI begins with http", () -> Configuration.of("http://localhost:4000/socket/websocket")),
                Mistake.thrown("The URI has no host", () -> Configuration.of("ws:///socket/websocket")),
                Mistake.thrown(
                        "A client has a blank name",
                        () -> StartOptions.builder().name(" ").build()),
                Mistake.thrown("Two running clients have the same name", () -> {
                    try (RunningClient first =
                            Slipstream.start(IDLE, Mistake.options().build())) {
                        Slipstream.start(IDLE, Mistake.options().build()).close();
                    }
                }),
                Mistake.thrown(
                        "A restart policy without a supplier of clients",
                        () -> Slipstream.start(
                                        IDLE,
                                        Mistake.options()
                                                .restart(RestartPolicy.PERMANENT)
                                                .build())
                                .close()),
                Mistake.thrown(
                        "The executor runs tasks on the calling thread",
                        () -> Slipstream.start(
                                        IDLE,
                                        Mistake.options()
                                                .executor(new SameThread())
                                                .build())
                                .close()),
                Mistake.thrown("A backoff has no delay", () -> Backoff.exact(List.of())),
                Mistake.thrown(
                        "A timeout is zero",
                        () -> Configuration.builder("ws://localhost:4000/socket/websocket")
                                .connectTimeout(Duration.ZERO)
                                .build()));
    }
}
