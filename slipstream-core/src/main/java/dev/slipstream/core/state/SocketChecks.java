package dev.slipstream.core.state;

import dev.slipstream.core.LogSafe;
import dev.slipstream.core.TypeRef;
import java.time.Duration;
import java.util.Objects;

/** Checks the arguments of a socket's operations. {@code RunningClient} uses these checks, too. */
public final class SocketChecks {

    private SocketChecks() {}

    /** Refuses tags that are, by mistake, a timeout or the type of a response. */
    static void checkTag(String event, Object tag) {
        if (tag instanceof Duration) {
            throw new IllegalArgumentException("cannot use the duration " + tag + " as tag of the request " + event
                    + "; to set a timeout, call request(topic, event, payload, tag, timeout)");
        }
        if (tag instanceof Class || tag instanceof TypeRef) {
            throw new IllegalArgumentException("cannot use a type as tag of the request " + event
                    + "; to decode the response, call response.as(type) when the reply arrives");
        }
    }

    /**
     * Returns the topic if a client may join it.
     *
     * @throws IllegalArgumentException if the topic is empty, or Phoenix reserves the topic
     */
    public static String topic(String topic) {
        if (Objects.requireNonNull(topic, "topic").isEmpty() || topic.equals("phoenix")) {
            throw new IllegalArgumentException("topic \"" + topic
                    + "\" is not accepted: it is empty, or reserved by Phoenix for heartbeats; choose another one");
        }
        return topic;
    }

    /**
     * Returns the event if a client may push it.
     *
     * @throws IllegalArgumentException if Phoenix reserves the event, or cannot read the event
     */
    public static String event(String topic, String event) {
        if (Objects.requireNonNull(event, "event").startsWith("phx_")) {
            throw new IllegalArgumentException("cannot push " + event + " to " + topic
                    + ": Phoenix reserves events that begin with phx_; choose another name");
        }
        checkReadable("event", event);
        return event;
    }

    /**
     * Refuses a name with a lone surrogate. Phoenix cannot read a frame with such a name, and closes the connection.
     */
    static void checkReadable(String what, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.isSurrogate(name.charAt(i))) {
                if (Character.charCount(name.codePointAt(i)) == 1) {
                    throw new IllegalArgumentException(what + " \"" + LogSafe.of(name)
                            + "\" is not accepted: it has a lone surrogate (half of a character) at index " + i
                            + ", which Phoenix cannot read; choose another name");
                }
                i++;
            }
        }
    }
}
