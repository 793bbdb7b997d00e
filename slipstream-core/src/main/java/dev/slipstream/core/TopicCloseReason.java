package dev.slipstream.core;

/** The reason why a topic closed, or its join failed; passed to {@code handleTopicClose}. */
public sealed interface TopicCloseReason {

    /**
     * The server refused the join.
     *
     * <p>{@code toString} of the response shows what the server said, escaped and cut to 200 characters. If the
     * response repeats a string or number of the join params, or a string of the credentials, {@code ***} replaces it.
     * In three cases, {@code toString} shows only kind and size of the response: the response has more than 16 KiB, the
     * join params have more than 64 KiB, or the join params or the credentials have more than 1,024 strings, numbers
     * and words.
     *
     * @param response the channel's response. Phoenix itself sends {@code {"reason": "unmatched topic"}},
     *     {@code "join crashed"} or {@code "too many channels joined"}
     */
    record JoinRefused(Payload response) implements TopicCloseReason {}

    /** The server did not answer the join in time. The client then sends a leave, in case the join succeeds later. */
    record JoinTimedOut() implements TopicCloseReason {}

    /**
     * The client could not send the join, so the server does not know of it.
     *
     * @param failure {@link Failure.Overflow} if the outbound queue was full, and {@link Failure.Unencodable} if the
     *     frame of the join is larger than {@link Configuration#maxOutboundBytes()}, or the serializer cannot encode it.
     *     The standard policy joins again only after a full queue, because the same join would fail in the same way
     */
    record NotSent(Failure failure) implements TopicCloseReason {}

    /**
     * The supplier of the topic's params ({@link JoinParams}) threw, failed, was late, or gave a value that the client
     * refuses. No join was sent.
     *
     * @param detail the problem; if the supplier threw, only the class of the exception. The log shows the whole
     *     exception
     */
    record ParamsFailed(String detail) implements TopicCloseReason {}

    /**
     * The channel crashed on the server ({@code phx_error}), or the server forgot the join.
     *
     * @param payload the server's payload: {@code {"reason": "channel_crash"}} since Phoenix 1.8.10, {@code {}} in
     *     earlier versions
     */
    record Crashed(Payload payload) implements TopicCloseReason {}

    /**
     * The server ended the channel normally ({@code phx_close}). Only {@link JoinParams.Attempt#lastFailure()} has this
     * reason. For such an end, {@code handleLeave} gets {@link LeaveCause#SERVER}, and
     * {@link ReconnectPolicy#rejoinsAfterClose} decides whether to join again.
     */
    record Ended() implements TopicCloseReason {}
}
