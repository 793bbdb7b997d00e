package dev.slipstream.core;

/** Why a topic is not joined although nobody here left it, as {@code handleTopicClose} is told. */
public sealed interface TopicCloseReason {

    /**
     * The server refused the join.
     *
     * @param response what the channel said; Phoenix itself says {@code {"reason": "unmatched topic"}},
     *     {@code "join crashed"} or {@code "too many channels joined"}
     */
    record JoinRefused(Payload response) implements TopicCloseReason {}

    /** The join was not answered in time; a leave was sent so that a late join does not linger on the server. */
    record JoinTimedOut() implements TopicCloseReason {}

    /**
     * The topic's {@link JoinParams} threw, failed or gave no answer in time: nothing was sent.
     *
     * @param detail what went wrong; of what was thrown its class alone
     */
    record ParamsFailed(String detail) implements TopicCloseReason {}

    /**
     * The channel crashed on the server ({@code phx_error}), or the server forgot the join.
     *
     * @param payload what the server said: {@code {}} before Phoenix 1.8.10, then {@code {"reason": "channel_crash"}}
     */
    record Crashed(Payload payload) implements TopicCloseReason {}
}
