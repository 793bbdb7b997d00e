package dev.slipstream.bench.server;

/** The mutable counters of a {@link Tally}. Only the server's thread uses them. */
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
