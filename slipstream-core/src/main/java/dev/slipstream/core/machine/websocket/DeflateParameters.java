package dev.slipstream.core.machine.websocket;

/**
 * The parameters of permessage-deflate that a server accepted (RFC 7692 section 7.1).
 *
 * @param serverNoContextTakeover whether the server forgets each message that it sends
 * @param clientNoContextTakeover whether the client must forget each message that it sends
 * @param serverWindowBits the size of the server's window, 2 to the power of 8 to 15 bytes; 15 if the server named none
 */
public record DeflateParameters(
        boolean serverNoContextTakeover, boolean clientNoContextTakeover, int serverWindowBits) {

    static final String EXTENSION = "permessage-deflate";
    static final String SERVER_NO_TAKEOVER = "server_no_context_takeover";
    static final String CLIENT_NO_TAKEOVER = "client_no_context_takeover";
    static final String SERVER_WINDOW_BITS = "server_max_window_bits";
    static final String CLIENT_WINDOW_BITS = "client_max_window_bits";

    static final int MIN_WINDOW_BITS = 8;
    static final int MAX_WINDOW_BITS = 15;

    /** Prints the parameters as a header has them: {@code permessage-deflate; server_max_window_bits=10}. */
    @Override
    public String toString() {
        return EXTENSION
                + (serverNoContextTakeover ? "; " + SERVER_NO_TAKEOVER : "")
                + (clientNoContextTakeover ? "; " + CLIENT_NO_TAKEOVER : "")
                + (serverWindowBits < MAX_WINDOW_BITS ? "; " + SERVER_WINDOW_BITS + "=" + serverWindowBits : "");
    }
}
