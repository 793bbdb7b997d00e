package dev.slipstream.system.transport;

/** The planted bugs of {@link BrokenTransport}, each with the contract rule that must detect it. */
enum PlantedFault {
    /** The escapes of the query are decoded before the query is sent. */
    QUERY_DECODED("queryAndHeadersAreSentUnchanged"),
    /** The connect deadline is ten times as long as configured. */
    CONNECT_DEADLINE_TOO_LONG("silentServerIsDetectedByConnectDeadline"),
    /** The text of a failure contains the address of the server with the client's token. */
    TOKEN_QUOTED("garbageIsAnInvalidHandshake"),
    /** Messages have no size limit. */
    MESSAGE_BOUND_FORGOTTEN("messageAboveTheLimitEndsTheConnection"),
    /** Any number of messages may wait to be written. */
    OUTBOUND_BOUND_FORGOTTEN("framesAboveTheOutboundFrameLimitAreRejected"),
    /** The transport does not report that its outbound queue has room again. */
    ROOM_UNREPORTED("roomIsReportedOnceItWasDenied"),
    /** A close drops the messages that are not flushed. */
    UNFLUSHED_DROPPED("closeWritesUnflushedMessagesWhileAnEarlierMessageIsBeingWritten"),
    /** The text of the server's close frame is lost. */
    CLOSE_TEXT_LOST("closeFrameEndsTheWebsocketWithItsCode"),
    /** The listener is called after the terminal call. */
    CALLED_AFTER_THE_END("nothingIsReportedAfterTheEnd");

    private final String rule;

    PlantedFault(String rule) {
        this.rule = rule;
    }

    String rule() {
        return rule;
    }
}
