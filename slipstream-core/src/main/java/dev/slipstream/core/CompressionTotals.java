package dev.slipstream.core;

/**
 * The sizes of the compressed messages of one websocket, without the headers of frames. Messages that were sent or
 * received unchanged do not count.
 *
 * @param sentMessages how many messages were sent compressed
 * @param sentBytes the bytes of these messages before compression
 * @param sentCompressedBytes the bytes of these messages after compression
 * @param guardedMessages how many messages were sent unchanged because they would have become too small: if a message
 *     inflates to more than 25 times its size, servers treat it as an attack
 * @param receivedMessages how many compressed messages were received
 * @param receivedBytes the bytes of these messages after inflation
 * @param receivedCompressedBytes the bytes of these messages before inflation, an incomplete last message included
 */
public record CompressionTotals(
        long sentMessages,
        long sentBytes,
        long sentCompressedBytes,
        long guardedMessages,
        long receivedMessages,
        long receivedBytes,
        long receivedCompressedBytes) {}
