package dev.slipstream.testkit.server.capture;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which captures are not replayed against the server of the test kit, and why. All others are. A name is a scenario's, or
 * a folder's and a scenario's; a star in it stands for anything. One that stands for no file fails a test.
 */
final class NotReplayed {

    /** Neither against the model nor against the server on sockets. */
    static final Map<String, String> ANYWHERE = new LinkedHashMap<>();

    /** Not against the model, which begins above frames. */
    static final Map<String, String> BY_THE_MODEL = new LinkedHashMap<>();

    /** Not against the server on sockets, whose frames are Jetty's. */
    static final Map<String, String> BY_THE_SERVER = new LinkedHashMap<>();

    /** Not against our client: what is no websocket. What it never sends is left out there, and what comes then is not. */
    static final Map<String, String> BY_THE_CLIENT = new LinkedHashMap<>();

    static {
        ANYWHERE.put("presence_*", "presence: waits for a client that knows it");
        ANYWHERE.put("v1_*", "V1 sessions: the server takes V2 only, as a Phoenix app may");
        ANYWHERE.put("vsn_missing", "V1 sessions");
        ANYWHERE.put("broadcast_v1_and_v2", "V1 sessions");
        ANYWHERE.put("oversize_*", "limits of the server");
        ANYWHERE.put("deflate_bomb", "compression");
        ANYWHERE.put("deflate_handshake", "compression");
        ANYWHERE.put("deflate_param_variants", "compression");
        ANYWHERE.put("origin_*", "an Origin is not looked at: no client of ours sends one unasked");
        ANYWHERE.put("server_stop", "a long-poll session takes part");
        ANYWHERE.put("connect_bad_upgrade", "plain HTTP, which is Jetty's");
        ANYWHERE.put("connect_bad_params", "shows the app's own error page");
        ANYWHERE.put("auth_base64url_alphabet", "shows the app's own error page");
        ANYWHERE.put("app2_subprotocol_*", "no subprotocols but the token's");
        ANYWHERE.put("app2_path_variables", "no variables in paths");
        ANYWHERE.put("app2_push_bad_utf8", "a Java string cannot hold it");
        ANYWHERE.put("join_integer_refs", "refs are strings: no client of ours sends others");
        ANYWHERE.put("bad_topic_type", "topics are strings: no client of ours sends others");
        ANYWHERE.put("bad_topic_null", "topics and events are strings: no client of ours sends others");
        ANYWHERE.put("push_duplicate_keys", "the first of duplicate keys counts in Elixir, the last in Java");

        String framing = "breaks the rules of frames";
        BY_THE_MODEL.put("bad_continuation", framing);
        BY_THE_MODEL.put("bad_empty_fragment", framing);
        BY_THE_MODEL.put("bad_long_ping", framing);
        BY_THE_MODEL.put("bad_nested_text", framing);
        BY_THE_MODEL.put("bad_opcode", framing);
        BY_THE_MODEL.put("bad_unmasked", framing);
        BY_THE_MODEL.put("bad_utf8", framing);
        BY_THE_MODEL.put("deflate_unnegotiated_rsv1", framing);
        BY_THE_MODEL.put("client_close_illegal_1005", "1005 is how the model says that there was no code");
        BY_THE_MODEL.put("client_close_illegal_1byte", framing);
        BY_THE_MODEL.put("client_close_illegal_utf8", framing);

        BY_THE_CLIENT.put("connect_bad_upgrade", "plain HTTP: there is no websocket");
        BY_THE_CLIENT.put("deflate_param_variants", "plain HTTP");
        BY_THE_CLIENT.put("auth_padded", "plain HTTP: the recorder's library refuses such a header");

        BY_THE_SERVER.put("*-bandit/client_close_illegal_5000", "Jetty answers it itself, with 1002");
        BY_THE_SERVER.put("*-bandit/client_close_illegal_utf8", "Jetty answers it itself, with 1007");
    }

    private NotReplayed() {}

    /** Whether this table says why a capture is not replayed. */
    static boolean isListed(Capture capture, Map<String, String> table) {
        return table.keySet().stream().anyMatch(name -> matches(name, capture));
    }

    static boolean matches(String name, Capture capture) {
        String full = name.contains("/") ? capture.toString() : capture.scenario();
        return full.matches(name.replace("*", ".*"));
    }
}
