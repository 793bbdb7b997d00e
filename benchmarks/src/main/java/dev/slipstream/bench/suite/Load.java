package dev.slipstream.bench.suite;

import dev.slipstream.bench.peer.Sample;
import java.io.IOException;

/** What a client does in a round. */
enum Load {

    /** Receives messages. The server sends many frames with each write. */
    MESSAGES(false),
    /** Sends requests, 64 in flight. The server answers all that it has read with one write. */
    REQUESTS(false),
    /** Receives messages. Each frame is a write of its own. */
    SINGLE_MESSAGES(true),
    /** Sends requests, 64 in flight. Each reply is a write of its own. */
    SINGLE_REQUESTS(true),
    /** Sends requests one after another. So each reply is a write of its own in any mode. */
    TRIPS(true);

    private final boolean isSingle;

    Load(boolean isSingle) {
        this.isSingle = isSingle;
    }

    /** Whether a client supports this load. */
    boolean suits(Rival rival) {
        return switch (this) {
            case REQUESTS, SINGLE_REQUESTS -> rival.requests() > 0;
            case MESSAGES, SINGLE_MESSAGES, TRIPS -> true;
        };
    }

    /** Runs this load once with a client. */
    Sample run(Entrant entrant, Stage stage) throws IOException, InterruptedException {
        entrant.target().writeSingly(isSingle);
        return switch (this) {
            case MESSAGES, SINGLE_MESSAGES -> entrant.flood(stage);
            case REQUESTS, SINGLE_REQUESTS -> entrant.echo(stage);
            case TRIPS -> entrant.trips(stage);
        };
    }
}
