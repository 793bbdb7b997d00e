package dev.slipstream.system.security;

import java.util.List;

/** Secret values, one for each place that can hold a secret. This class searches texts for their common prefix. */
final class Canary {

    static final String QUERY = "canary-query";
    static final String PARAM = "canary-param";
    static final String HEADER = "canary-header";
    static final String COOKIE = "canary-cookie";
    static final String PASSWORD = "canary-password";
    static final String TOKEN = "canary-token";
    static final String SUPPLIED = "canary-supplied";
    static final String JOIN = "canary-join";
    static final String PAYLOAD = "canary-payload";
    static final String REPLY = "canary-reply";
    static final String BODY = "canary-body";
    static final String THROWN = "canary-thrown";
    /**
     * The message of the exceptions of user code: callbacks, suppliers, policies and listeners. The log shows these
     * exceptions whole. No other output shows their messages.
     */
    static final String USERS = "canary-users";

    /** The prefix in plain text, in base64 for each of the three alignments, and in hexadecimal. */
    private static final List<String> FORMS = List.of("canary", "Y2FuYXJ5", "NhbmFye", "jYW5hcn", "63616e617279");

    private Canary() {}

    static boolean isIn(String text) {
        return FORMS.stream().anyMatch(text::contains);
    }
}
