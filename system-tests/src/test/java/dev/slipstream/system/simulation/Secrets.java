package dev.slipstream.system.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The secrets of a run, one for each place that can hold a secret. No output of the library may contain one. */
public final class Secrets {

    static final String QUERY = "canary-query";
    static final String PARAM = "canary-param";
    static final String HEADER = "canary-header";
    static final String TOKEN = "canary-token";
    static final String PAYLOAD = "canary-payload";
    static final String THROWN = "canary-thrown";
    /** The message of exceptions of suppliers. The log shows these exceptions whole. */
    static final String USERS = "canary-users";

    private static final String MARK = "canary";
    private static final String ENCODED_TOKEN =
            Base64.getEncoder().withoutPadding().encodeToString(TOKEN.getBytes(StandardCharsets.UTF_8));

    private Secrets() {}

    /**
     * Returns whether a text contains one of the secrets. The text of a refusal may contain any payload of the server,
     * but not the credentials of the client.
     */
    public static boolean isIn(String text) {
        boolean showsServer = text.contains("JoinRefused[response=")
                || text.contains("Error[response=")
                || text.contains("the server refused the join with ");
        String checked = showsServer ? text.replace(PAYLOAD, "") : text;
        return checked.contains(MARK) || checked.contains(ENCODED_TOKEN);
    }

    /**
     * Returns whether a line of the log contains one of the secrets. A line about an exception of user code may contain
     * the message of the exception.
     */
    public static boolean isInLine(String line) {
        return isIn(line.contains(" threw, and ") ? line.replace(USERS, "") : line);
    }

    /** Returns a payload with a number and a secret. */
    static Map<String, Object> payload(String name, int number) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put(name, number);
        payload.put("as", PAYLOAD);
        return payload;
    }
}
