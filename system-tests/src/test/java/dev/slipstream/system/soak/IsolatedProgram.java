package dev.slipstream.system.soak;

import dev.slipstream.LoggerTelemetry;
import dev.slipstream.RunningClient;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/**
 * A program that runs in a separate class loader. It makes requests with a session and a client, waits for the latch
 * and closes the session and the client. Arguments: transport, URI.
 */
public final class IsolatedProgram implements BiConsumer<List<String>, CountDownLatch> {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public void accept(List<String> arguments, CountDownLatch leave) {
        StartOptions options = Transports.options(arguments.get(0)).toBuilder()
                .telemetry(LoggerTelemetry.standard())
                .build();
        String uri = arguments.get(1);
        RequestCount requests = new RequestCount(1);
        Configuration patient = Configuration.builder(uri)
                .connectTimeout(PATIENCE)
                .joinTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                .build();
        try (Session session = Slipstream.open(patient, options);
                RunningClient client = Slipstream.start(new RequestingClient(uri, requests), options)) {
            session.join("rooms:0");
            Reply reply = session.request("rooms:0", "echo", new RequestCount.EchoPayload(1));
            if (!(reply instanceof Reply.Ok)) {
                throw new IllegalStateException("the session got " + reply);
            }
            while (requests.of(RequestCount.Outcome.ANSWERED) == 0) {
                client.send(requests.newRequest());
                LockSupport.parkNanos(20_000_000);
            }
            leave.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
