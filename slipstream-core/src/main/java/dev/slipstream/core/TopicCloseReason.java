package dev.slipstream.core;

/** The reason why a topic closed, or its join failed; passed to {@code handleTopicClose}. */
public sealed interface TopicCloseReason {

    /**
     * The server refused the join.
     *
     * <p>{@code toString} of the response shows what the server said: escaped, cut to 200 characters, and with
     * {@code ***} instead of strings of the join params and the credentials. If there are more than 1,024 such strings,
     * or if the response has more than 16 KiB, {@code toString} shows only kind and size of the response.
     *
     * @param response the channel's response. Phoenix itself sends {@code {"reason": "unmatched topic"}},
     *     {@code "join crashed"} or {@code "too many channels joined"}
     */
    record JoinRefused(Payload response) implements TopicCloseReason {}

    /** The server did not answer the join in time. The client then sent a leave, in case the join succeeds later. */
    record JoinTimedOut() implements TopicCloseReason {}

    /**
     * The supplier of the topic's params ({@link JoinParams}) threw, failed or was late; no join was sent.
     *
     * @param detail the problem; if the supplier threw, only the class of the throwable, which the log shows whole
     */
    record ParamsFailed(String detail) implements TopicCloseReason {}

    /**
     * The channel crashed on the server ({@code phx_error}), or the server forgot the join.
     *
     * @param payload the server's payload: {@code {}} before Phoenix 1.8.10, then {@code {"reason": "channel_crash"}}
     */
    record Crashed(Payload payload) implements TopicCloseReason {}

    /**
     * The server ended the channel normally ({@code phx_close}). Only {@link JoinParams.Attempt#lastFailure()} has this
     * reason. For such an end, {@code handleLeave} gets {@link LeaveCause#SERVER}, and
     * {@link ReconnectPolicy#rejoinsAfterClose} decides whether to join again.
     */
    record Ended() implements TopicCloseReason {}
}
