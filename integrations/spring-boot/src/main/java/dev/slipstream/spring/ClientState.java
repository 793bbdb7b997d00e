package dev.slipstream.spring;

import java.util.Locale;

/**
 * The state of a client, for its health. The states from {@link #UP} to {@link #TOPIC_REFUSED} are in order from best
 * to worst. A connected client has the worst state of its topics.
 */
enum ClientState {

    /** The client is connected, and each topic of the properties is joined, or left by the application. */
    UP,
    /** The client is connected, and joins a topic of the properties. */
    JOINING,
    /** A topic of the properties ended, or its join failed, and the client does not join it again. */
    TOPIC_ENDED,
    /** The server refused a topic of the properties, and the client does not join it again. */
    TOPIC_REFUSED,
    /** The client connects for the first time. */
    CONNECTING,
    /** The last connection is lost, and the client connects again. */
    RECONNECTING,
    /** The server answered the last attempt with an HTTP status other than 101. The client tries again. */
    REFUSED,
    /** The connection is lost, and the client does not connect again. */
    GIVEN_UP,
    /** The client has ended. */
    STOPPED,
    /** The client was not started. */
    NOT_STARTED;

    /** The state in the words of the health details, such as {@code given up}. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
