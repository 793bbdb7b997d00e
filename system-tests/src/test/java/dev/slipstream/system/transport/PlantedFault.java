package dev.slipstream.system.transport;

/** What can be wrong about {@link BrokenTransport}, and the rule of the contract that must notice it. */
enum PlantedFault {
    /** Escapes in the query are decoded before it goes out. */
    QUERY_DECODED("queryAndHeadersGoOnTheWireByteForByte"),
    /** The connect deadline is an hour. */
    CONNECT_DEADLINE_FORGOTTEN("silentServerIsGivenUpAtTheDeadline"),
    /** A failure quotes the address, token included. */
    TOKEN_QUOTED("garbageIsAnInvalidHandshake"),
    /** Messages may be as large as they like. */
    MESSAGE_BOUND_FORGOTTEN("messageOverTheBoundEndsTheConnection"),
    /** Any number of messages may wait to be written. */
    OUTBOUND_BOUND_FORGOTTEN("framesOverTheOutboundBoundAreNotTaken"),
    /** What the server says with its close frame is not told. */
    CLOSE_TEXT_LOST("closeFrameEndsItWithItsCode"),
    /** There is a call after the terminal one. */
    TOLD_AFTER_THE_END("nothingIsToldAfterTheEnd");

    private final String rule;

    PlantedFault(String rule) {
        this.rule = rule;
    }

    String rule() {
        return rule;
    }
}
