package dev.slipstream.system.security;

import java.util.List;

/** Secrets, one for each place where there are any, that all have one beginning, and how to find it again. */
final class Canary {

    static final String QUERY = "canary-query";
    static final String PARAM = "canary-param";
    static final String HEADER = "canary-header";
    static final String TOKEN = "canary-token";
    static final String SUPPLIED = "canary-supplied";
    static final String JOIN = "canary-join";
    static final String PAYLOAD = "canary-payload";
    static final String REPLY = "canary-reply";
    static final String BODY = "canary-body";
    static final String THROWN = "canary-thrown";

    /** As it stands; in base64, wherever in its groups of three it begins; in hexadecimal. */
    private static final List<String> FORMS = List.of("canary", "Y2FuYXJ5", "NhbmFye", "jYW5hcn", "63616e617279");

    private Canary() {}

    static boolean isIn(String text) {
        return FORMS.stream().anyMatch(text::contains);
    }
}
