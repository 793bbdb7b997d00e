package dev.slipstream.transport.tyrus.container;

import java.io.IOException;

/** The socket of one connection; any thread may call. */
public interface RawSocket {

    /** Ends it, whatever waits to be written. */
    void cut() throws IOException;

    /** Goes on reading, after {@link HandshakeEvents#mayRead} answered false. */
    void resume() throws IOException;
}
