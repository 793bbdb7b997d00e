package dev.slipstream.core.machine.websocket;

/** What the server's answer to a {@link DeflateOffer} means. */
public sealed interface DeflateAnswer {

    /** The server declined the offer. The websocket works without compression. */
    record Declined() implements DeflateAnswer {}

    /** The server accepted the offer with these parameters. */
    record Accepted(DeflateParameters parameters) implements DeflateAnswer {}

    /**
     * The answer breaks RFC 7692, so the client must fail the websocket with the close code 1010.
     *
     * @param problem what is wrong, without any text of the server
     */
    record Invalid(String problem) implements DeflateAnswer {}
}
