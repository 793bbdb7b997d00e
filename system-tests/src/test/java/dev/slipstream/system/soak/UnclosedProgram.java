package dev.slipstream.system.soak;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Starts a client, drops the reference to it, and exits without closing it. Arguments: transport, URI. */
final class UnclosedProgram {

    private static final long TIMEOUT_SECONDS = 180;
    private static final int SEVERAL = 3;
    private static final CountDownLatch JOINED = new CountDownLatch(1);
    private static final Semaphore TICKS = new Semaphore(0);

    private UnclosedProgram() {}

    /** A client whose timer ticks show that it still runs. */
    private static final class Ticking implements SlipstreamClient {

        private final String uri;

        Ticking(String uri) {
            this.uri = uri;
        }

        @Override
        public Socket init(Socket socket) {
            return socket.connect(Configuration.of(uri))
                    .join("rooms:a")
                    .sendEvery("tick", Duration.ofMillis(10), "tick");
        }

        @Override
        public Socket handleJoin(String topic, Payload response, Socket socket) {
            JOINED.countDown();
            return socket;
        }

        @Override
        public Socket handleInfo(Object message, Socket socket) {
            TICKS.release();
            return socket;
        }
    }

    public static void main(String[] arguments) throws Exception {
        startClient(arguments[0], arguments[1]);
        ProgramReport.print("joined", JOINED.await(TIMEOUT_SECONDS, TimeUnit.SECONDS));
        System.gc();
        TICKS.drainPermits();
        ProgramReport.print("continues", TICKS.tryAcquire(SEVERAL, TIMEOUT_SECONDS, TimeUnit.SECONDS));
    }

    private static void startClient(String transport, String uri) {
        RunningClient client = Slipstream.start(new Ticking(uri), Transports.options(transport));
        ProgramReport.print("started", client);
    }
}
