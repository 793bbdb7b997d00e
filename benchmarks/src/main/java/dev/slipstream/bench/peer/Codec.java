package dev.slipstream.bench.peer;

import java.util.List;

/** Decodes and encodes frames with one library, without a connection. */
interface Codec {

    /** A typical payload, as a record. */
    record Order(long id, String buyer, boolean paid, List<Item> items) {}

    /** One line of an order. */
    record Item(String name, int count, double price) {}

    /** Decodes a message from the server. Returns the result, so that the JIT compiler cannot remove the work. */
    Object decode(String frame);

    /** Encodes a push whose payload is a map. */
    Object encodeMap(int ref, Object map);

    /** Encodes a push whose payload is a record, if the library supports records. */
    Object encodeRecord(int ref, Order order);

    /** Encodes a push whose payload is already encoded, if the library supports it. */
    Object encodeEncoded(int ref, String json);
}
