package dev.slipstream.testkit;

import dev.slipstream.core.Payload;
import dev.slipstream.core.Ref;
import dev.slipstream.testkit.phoenix.ConnectRequest;
import java.net.URI;

/**
 * Something that a client did, as the server in a {@link SocketTest} sees it.
 *
 * <p>Assertions return it: what a pattern would bind are its components.
 */
public sealed interface ClientAction {

    /** The number of the websocket on which it was done: 1 for the first attempt of the test, then one more each. */
    int connection();

    /** What the server may answer, by {@link SocketTest#reply}. */
    sealed interface Asked extends ClientAction {

        /** What an answer is matched by. */
        Ref ref();

        String topic();

        /** The ref of the join to which it belongs; a join's own. */
        Ref joinRef();
    }

    /**
     * It asks for a websocket.
     *
     * @param uri with the whole query
     * @param request the query's parameters, the headers and the token, as the server's code would be given them
     */
    record Connect(int connection, URI uri, ConnectRequest request) implements ClientAction {

        /** The address: query, headers and token may be secrets. */
        @Override
        public String toString() {
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            return "connect " + connection + " to " + uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
        }
    }

    /** It asks to be joined to a topic. */
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

    /** It leaves a topic. */
    record Leave(int connection, Ref ref, String topic, Ref joinRef) implements Asked {

        @Override
        public String toString() {
            return "leave " + topic;
        }
    }

    /** It pushes a message; whether it waits for a reply cannot be seen. */
    record Push(int connection, Ref ref, String topic, String event, Payload payload, Ref joinRef) implements Asked {

        @Override
        public String toString() {
            return "push " + topic + " " + event + " " + payload;
        }
    }

    /**
     * It closes the websocket, or gives up the attempt at one.
     *
     * @param code of its close frame
     */
    record Disconnect(int connection, int code) implements ClientAction {

        @Override
        public String toString() {
            return "disconnect " + connection + " with " + code;
        }
    }
}
