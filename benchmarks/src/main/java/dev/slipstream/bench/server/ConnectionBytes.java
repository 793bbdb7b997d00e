package dev.slipstream.bench.server;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of one connection, plain or encrypted. No method blocks. */
interface ConnectionBytes {

    /**
     * Reads what has arrived.
     *
     * @return the number of bytes put into the buffer; -1 if the client has closed the connection
     */
    int read(ByteBuffer into) throws IOException;

    /**
     * Writes as many bytes as the socket accepts.
     *
     * @return the number of bytes taken from the buffer
     */
    int write(ByteBuffer from) throws IOException;

    /** Writes bytes that this object has kept. Returns whether none are left. */
    boolean flush() throws IOException;
}
