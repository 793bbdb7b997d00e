package dev.slipstream.transport.tyrus.container;

import java.io.IOException;

/** The socket of one connection; any thread may call. */
public interface Tcp {

    /** Ends it, whatever waits to be written. */
    void cut() throws IOException;

    /** Goes on reading, after {@link Wire#mayRead} answered false. */
    void resume() throws IOException;
}
