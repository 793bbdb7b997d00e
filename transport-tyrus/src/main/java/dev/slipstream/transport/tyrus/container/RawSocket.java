package dev.slipstream.transport.tyrus.container;

/** The socket of one connection; any thread may call. */
public interface RawSocket {

    /** Ends it, whatever waits to be written. */
    void cut();

    /** Resumes reading after {@link HandshakeEvents#mayRead} returned false. */
    void resume();
}
