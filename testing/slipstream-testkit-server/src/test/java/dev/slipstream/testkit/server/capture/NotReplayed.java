package dev.slipstream.testkit.server.capture;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The captures that are not replayed, with the reasons. All other captures are replayed. The keys of the maps are
 * patterns: a scenario, or a folder and a scenario, with a star for any text. A test fails if a pattern matches no
 * capture.
 */
final class NotReplayed {

    /** Replayed neither with the model of Phoenix alone nor with the test kit's server on sockets. */
    static final Map<String, String> BY_NO_SERVER = new LinkedHashMap<>();

    /** Not replayed with the model, because the model has no inputs for the frames of these captures. */
    static final Map<String, String> BY_THE_MODEL = new LinkedHashMap<>();

    /** Not replayed with the server on sockets, because Jetty answers the frames of these captures itself. */
    static final Map<String, String> BY_THE_SERVER = new LinkedHashMap<>();

    /**
     * Not replayed with our client, because these captures open no websocket. In all other captures, the replay skips
     * the frames that our client never sends, but keeps the server's answers to them.
     */
    static final Map<String, String> BY_THE_CLIENT = new LinkedHashMap<>();

    static {
        BY_NO_SERVER.put(
                "v1_binary_from_server", "an unencodable message crashes the channel in Phoenix, but not here");
        BY_NO_SERVER.put("vsn_missing", "a handshake without vsn: the server requires one, as a Phoenix app may");
        BY_NO_SERVER.put("broadcast_v1_and_v2", "uses two formats at one path; a socket of our server has one format");
        BY_NO_SERVER.put("oversize_*", "limits of the server");
        BY_NO_SERVER.put("deflate_bomb", "compression");
        BY_NO_SERVER.put("deflate_handshake", "compression");
        BY_NO_SERVER.put("deflate_param_variants", "compression");
        BY_NO_SERVER.put("origin_*", "the server ignores Origin, which our client does not send by default");
        BY_NO_SERVER.put("server_stop", "uses a long-poll session");
        BY_NO_SERVER.put("connect_bad_upgrade", "plain HTTP, handled by Jetty");
        BY_NO_SERVER.put("connect_bad_params", "shows the app's own error page");
        BY_NO_SERVER.put("auth_base64url_alphabet", "shows the app's own error page");
        BY_NO_SERVER.put("app2_subprotocol_*", "supports no subprotocols except auth tokens");
        BY_NO_SERVER.put("app2_path_variables", "no variables in paths");
        BY_NO_SERVER.put("app2_push_bad_utf8", "a Java string cannot hold invalid UTF-8");
        BY_NO_SERVER.put("join_integer_refs", "refs are strings: our client sends no others");
        BY_NO_SERVER.put("bad_topic_type", "topics are strings: our client sends no others");
        BY_NO_SERVER.put("bad_topic_null", "topics and events are strings: our client sends no others");
        BY_NO_SERVER.put("push_duplicate_keys", "the first of duplicate keys counts in Elixir, the last in Java");

        String framing = "violates the framing rules";
        BY_THE_MODEL.put("bad_continuation", framing);
        BY_THE_MODEL.put("bad_empty_fragment", framing);
        BY_THE_MODEL.put("bad_long_ping", framing);
        BY_THE_MODEL.put("bad_nested_text", framing);
        BY_THE_MODEL.put("bad_opcode", framing);
        BY_THE_MODEL.put("bad_unmasked", framing);
        BY_THE_MODEL.put("bad_utf8", framing);
        BY_THE_MODEL.put("deflate_unnegotiated_rsv1", framing);
        BY_THE_MODEL.put("client_close_illegal_1005", "in the model 1005 means that there was no code");
        BY_THE_MODEL.put("client_close_illegal_1byte", framing);
        BY_THE_MODEL.put("client_close_illegal_utf8", framing);

        BY_THE_CLIENT.put("connect_bad_upgrade", "plain HTTP: there is no websocket");
        BY_THE_CLIENT.put("deflate_param_variants", "plain HTTP");
        BY_THE_CLIENT.put("auth_padded", "plain HTTP: the recorder's library rejects the header");

        BY_THE_SERVER.put("*-bandit/client_close_illegal_5000", "Jetty answers this close frame itself, with 1002");
        BY_THE_SERVER.put("*-bandit/client_close_illegal_utf8", "Jetty answers this close frame itself, with 1007");
    }

    private NotReplayed() {}

    /** Whether this table lists a capture. */
    static boolean isListed(Capture capture, Map<String, String> table) {
        return table.keySet().stream().anyMatch(name -> matches(name, capture));
    }

    static boolean matches(String name, Capture capture) {
        String full = name.contains("/") ? capture.toString() : capture.scenario();
        return full.matches(name.replace("*", ".*"));
    }
}
