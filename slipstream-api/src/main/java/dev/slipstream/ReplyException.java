package dev.slipstream;

import dev.slipstream.core.LogSafe;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.SlipstreamException;

/** Thrown if the server answered a typed request with a status other than {@code ok}. */
public final class ReplyException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    private final String status;
    private final transient Payload response;

    /**
     * Makes the exception for one request.
     *
     * @param request the event and the topic, such as {@code ping on rooms:1}
     * @param status the status of the reply, such as {@code error}; never {@code ok}
     * @param response the response of the channel; the message shows its {@code toString}
     */
    public ReplyException(String request, String status, Payload response) {
        super("the server answered the event " + LogSafe.of(request) + " with status " + LogSafe.of(status) + ": "
                + LogSafe.of(response) + "; see response()");
        this.status = status;
        this.response = response;
    }

    /** The status of the reply, such as {@code error}; see {@link Reply.Other} for other statuses. */
    public String status() {
        return status;
    }

    /** The response of the channel. */
    public Payload response() {
        return response;
    }
}
