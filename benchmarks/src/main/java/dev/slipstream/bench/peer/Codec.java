package dev.slipstream.bench.peer;

import java.util.List;

/** How a library reads frames and writes them, apart from any connection. */
interface Codec {

    /** What a user would push, and would have a record for. */
    record Order(long id, String buyer, boolean paid, List<Item> items) {}

    /** A part of it. */
    record Item(String name, int count, double price) {}

    /** Reads a message of the server. Returns something of it, so that nothing of the work can be left out. */
    int decode(String frame);

    /** Writes a push with a map as its payload. */
    int encodeMap(int ref, Object map);

    /** Writes a push with a record as its payload, where the library takes records. */
    int encodeRecord(int ref, Order order);

    /** Writes a push whose payload was encoded before, where the library takes such. */
    int encodeEncoded(int ref, String json);
}
