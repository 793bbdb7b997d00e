package dev.slipstream.core;

/** The reason why a topic closed, or its join failed; passed to {@code handleTopicClose}. */
public sealed interface TopicCloseReason {

    /**
     * The server refused the join.
     *
     * @param response the channel's response; Phoenix itself sends {@code {"reason": "unmatched topic"}},
     *     {@code "join crashed"} or {@code "too many channels joined"}. Its {@code toString} shows what the server
     *     said: escaped, cut to 200 characters, and with {@code ***} instead of the strings of the join params and the
     *     credentials. If there are more than 1,024 such strings, or the response has more than 16 KiB,
     *     {@code toString} shows only kind and size
     */
    record JoinRefused(Payload response) implements TopicCloseReason {}

    /** The server did not answer the join in time. The client sent a leave, so that the topic is not joined late. */
    record JoinTimedOut() implements TopicCloseReason {}

    /**
     * The topic's {@link JoinParams} threw, failed or were late; no join was sent.
     *
     * @param detail the problem; for a throwable only its class
     */
    record ParamsFailed(String detail) implements TopicCloseReason {}

    /**
     * The channel crashed on the server ({@code phx_error}), or the server forgot the join.
     *
     * @param payload the server's payload: {@code {}} before Phoenix 1.8.10, then {@code {"reason": "channel_crash"}}
     */
    record Crashed(Payload payload) implements TopicCloseReason {}

    /**
     * The server ended the channel normally ({@code phx_close}). Only {@link JoinParams.Attempt} has this reason.
     * {@code handleLeave} gets {@link LeaveCause#SERVER} instead, and the policy decides in
     * {@link ReconnectPolicy#rejoinsAfterClose}.
     */
    record Ended() implements TopicCloseReason {}
}
