package dev.slipstream.testkit;

import dev.slipstream.core.Payload;
import dev.slipstream.core.Ref;
import dev.slipstream.core.transport.UpgradeUri;
import dev.slipstream.testkit.phoenix.ConnectRequest;

/**
 * An action of a client, as the server in a {@link SocketTest} sees it.
 *
 * <p>Assertions return the action, so that the test can use its components.
 */
public sealed interface ClientAction {

    /** The number of the websocket, counted from 1 in the order of the client's attempts. */
    int connection();

    /** An action that the server can answer, with {@link SocketTest#reply}. */
    sealed interface Asked extends ClientAction {

        /** The ref that the reply must carry. */
        Ref ref();

        String topic();

        /** The ref of the topic's join. For a {@link Join} this is the action's own {@link #ref}. */
        Ref joinRef();
    }

    /**
     * The client opens a websocket.
     *
     * @param uri the address with the query
     * @param request the query parameters, headers and auth token that the code of a real server would receive
     */
    record Connect(int connection, UpgradeUri uri, ConnectRequest request) implements ClientAction {

        /** Prints only the address, because the query, headers and auth token may be secrets. */
        @Override
        public String toString() {
            return "connect " + connection + " to " + uri;
        }
    }

    /** The client joins a topic. */
    record Join(int connection, Ref ref, String topic, Payload params) implements Asked {

        @Override
        public Ref joinRef() {
            return ref;
        }

        @Override
        public String toString() {
            return "join " + topic + " " + params;
        }
    }

    /** The client leaves a topic. */
    record Leave(int connection, Ref ref, String topic, Ref joinRef) implements Asked {

        @Override
        public String toString() {
            return "leave " + topic;
        }
    }

    /** The client pushes a message. The server cannot see whether the client waits for a reply. */
    record Push(int connection, Ref ref, String topic, String event, Payload payload, Ref joinRef) implements Asked {

        @Override
        public String toString() {
            return "push " + topic + " " + event + " " + payload;
        }
    }

    /**
     * The client closes the websocket, or cancels the attempt to open it.
     *
     * @param code the code of the client's close frame
     */
    record Disconnect(int connection, int code) implements ClientAction {

        @Override
        public String toString() {
            return "disconnect " + connection + " with " + code;
        }
    }
}
