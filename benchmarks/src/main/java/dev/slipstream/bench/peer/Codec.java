package dev.slipstream.bench.peer;

import java.util.List;

/** How a library reads frames and writes them, apart from any connection. */
interface Codec {

    /** What a user would push, and would have a record for. */
    record Order(long id, String buyer, boolean paid, List<Item> items) {}

    /** A part of it. */
    record Item(String name, int count, double price) {}

    /** Reads a message of the server. Like all others it returns what it made, and who keeps that has all of it made. */
    Object decode(String frame);

    /** Writes a push with a map as its payload. */
    Object encodeMap(int ref, Object map);

    /** Writes a push with a record as its payload, where the library takes records. */
    Object encodeRecord(int ref, Order order);

    /** Writes a push whose payload was encoded before, where the library takes such. */
    Object encodeEncoded(int ref, String json);
}
