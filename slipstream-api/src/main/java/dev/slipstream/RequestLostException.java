package dev.slipstream;

import dev.slipstream.core.Failure;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.Reply;
import dev.slipstream.core.SlipstreamException;
import dev.slipstream.core.machine.client.FailureWords;

/** Thrown if a typed request got no reply, and can get none later; see {@link Reply.Lost}. */
public final class RequestLostException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;
    private final boolean maybeSent;

    /**
     * Makes the exception for one request.
     *
     * @param request the event and the topic, such as {@code ping on rooms:1}
     */
    public RequestLostException(String request, Reply.Lost lost) {
        this(request, lost, FailureWords.of(lost.failure()));
    }

    /** @param why why there is no reply, in words */
    RequestLostException(String request, Reply.Lost lost, String why) {
        super("there is no reply to " + LogSafe.of(request) + ": " + why
                + (lost.maybeSent()
                        ? "; the server may have received it, so send it again only if the server may handle it twice"
                        : "; it was not sent, so you may send it again"));
        this.failure = lost.failure();
        this.maybeSent = lost.maybeSent();
    }

    /** Why there is no reply. */
    public Failure failure() {
        return failure;
    }

    /**
     * Whether the request may have reached the server. If false, you may send it again, and the server cannot receive
     * it twice.
     */
    public boolean maybeSent() {
        return maybeSent;
    }
}
