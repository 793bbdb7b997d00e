package dev.slipstream.examples;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Reports a number every ten seconds while joined. Counts a report if its ok reply arrives before the next report.
 */
final class Metrics implements SlipstreamClient {

    /** Message: stop reporting and end. */
    record Finish() {}

    private enum Timer {
        REPORT
    }

    /** Number of reports that got an ok reply before the next report. */
    static final AssignKey<Integer> TAKEN = AssignKey.of("taken", 0);

    private static final AssignKey<Optional<Ref>> LAST = AssignKey.of("last", Optional.empty());
    private static final String TOPIC = "metrics:all";
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final Configuration configuration;
    private final LongSupplier gauge;

    Metrics(Configuration configuration, LongSupplier gauge) {
        this.configuration = configuration;
        this.gauge = gauge;
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration).join(TOPIC);
    }

    @Override
    public Socket handleJoin(String topic, Payload response, Socket socket) {
        return socket.then(Timer.REPORT);
    }

    @Override
    public Socket handleContinue(Object message, Socket socket) {
        return report(socket).sendEvery(Timer.REPORT, PERIOD, Timer.REPORT);
    }

    @Override
    public Socket handleInfo(Object message, Socket socket) {
        return switch (message) {
            case Timer timer -> report(socket);
            case Finish finish -> socket.stop(new StopReason.Normal());
            default -> socket;
        };
    }

    private Socket report(Socket socket) {
        return socket.assign(LAST, Optional.of(socket.nextRef()))
                .push(TOPIC, "gauge", Map.of("value", gauge.getAsLong()));
    }

    @Override
    public Socket handleReply(Ref ref, Reply reply, Socket socket) {
        boolean isOfLast = socket.assigned(LAST).filter(ref::equals).isPresent();
        return socket.when(isOfLast && reply instanceof Reply.Ok, it -> it.update(TAKEN, count -> count + 1));
    }

    @Override
    public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
        return socket.cancel(Timer.REPORT);
    }
}
