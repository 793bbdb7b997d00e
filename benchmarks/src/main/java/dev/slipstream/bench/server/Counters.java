package dev.slipstream.bench.server;

/** The counters behind a {@link Tally}; the loop's own. */
final class Counters {

    int connections;
    long joins;
    long heartbeats;
    long requests;
    long held;
    long messages;
    long arrived;
    long faults;

    Tally tally() {
        return new Tally(connections, joins, heartbeats, requests, held, messages, arrived, faults);
    }
}
