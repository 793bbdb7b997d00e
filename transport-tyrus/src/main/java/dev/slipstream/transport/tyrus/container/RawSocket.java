package dev.slipstream.transport.tyrus.container;

/** The socket of one connection. Any thread may call its methods. */
public interface RawSocket {

    /** Closes the socket at once, even if bytes wait to be written. */
    void cut();

    /** Resumes reading after {@link HandshakeEvents#readingStopped}. */
    void resume();
}
