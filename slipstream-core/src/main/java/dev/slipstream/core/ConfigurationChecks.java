package dev.slipstream.core;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks the options of a configuration. No error message quotes a query, a header value or a token. */
final class ConfigurationChecks {

    private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])){3}");
    /** Matches {@code [::1]} in each form that {@code URI} accepts, such as {@code [0:0:0:0:0:0:0:1]}. */
    private static final Pattern LOOPBACK_V6 = Pattern.compile("\\[[0:.]+1]");

    private ConfigurationChecks() {}

    static void cleartext(ServerUri uri, Credentials credentials, boolean allowed) {
        if (!allowed && isExposed(uri, credentials)) {
            throw refused(
                    "uri",
                    "ws to " + uri.host() + " with credentials",
                    "wss, a loopback host, or allowCleartextCredentials()");
        }
    }

    /**
     * Whether anyone on the network path could read these credentials. Credentials that users write into the query of
     * the URI do not count.
     */
    static boolean isExposed(ServerUri uri, Credentials credentials) {
        return isClear(uri, credentials) && !isLoopback(uri.host());
    }

    /** Whether there are credentials, and they are sent unencrypted. A proxy can read such credentials. */
    static boolean isClear(ServerUri uri, Credentials credentials) {
        boolean shown = !credentials.params().isEmpty()
                || !credentials.headers().isEmpty()
                || credentials.authToken().isPresent();
        return shown && !uri.isSecure();
    }

    /** Whether each {@code vsn} in the URI, in the configured params and in the attempt's params is this version. */
    static boolean asksForNoOtherVersion(String vsn, ServerUri uri, Credentials configured, Credentials attempt) {
        return uri.versions().stream().allMatch(vsn::equals)
                && Stream.of(configured, attempt)
                        .flatMap(credentials -> credentials.params().stream())
                        .filter(param -> param.name().equals(ServerUri.VERSION))
                        .allMatch(param -> param.value().equals(vsn));
    }

    /**
     * Rejects an empty token, and a token whose base64 has a slash. The client sends the base64 in a subprotocol, which
     * cannot contain a slash (RFC 6455 section 4.1).
     */
    static void authToken(String token) {
        byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        if (token.isEmpty() || encoded.indexOf('/') >= 0) {
            throw refused(
                    "authToken",
                    "a token of " + token.length() + " characters" + (token.isEmpty() ? "" : ", whose base64 has a /,"),
                    "a token that is not empty and whose base64 has no /, which a subprotocol cannot have, such as a"
                            + " Phoenix.Token or a JWT; send any other token as a param");
        }
    }

    /** Rejects a text with a lone surrogate. The message does not quote the text. */
    static void wholeCharacters(String option, String text) {
        int whole = text.codePoints()
                .takeWhile(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .map(Character::charCount)
                .sum();
        if (whole < text.length()) {
            throw refused(
                    option,
                    "a text with a lone surrogate (half of a character) at index " + whole,
                    "whole characters, because UTF-8 has no half ones");
        }
    }

    static void positive(String option, int value) {
        if (value <= 0) {
            throw refused(option, Integer.toString(value), "1 or more");
        }
    }

    /** Checks only the text of the host: a lookup needs the network, and the address of a name may change. */
    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || LOOPBACK_V4.matcher(host).matches()
                || LOOPBACK_V6.matcher(host).matches();
    }

    static IllegalArgumentException refused(String option, String value, String accepted) {
        return new IllegalArgumentException(option + ": " + value + " is not accepted; accepted: " + accepted);
    }

    /** Checks durations and bounds; throws for the first option that is out of range. */
    static void ranges(Configuration built) {
        DurationLimits.positive("credentialsTimeout", built.credentialsTimeout());
        DurationLimits.positive("connectTimeout", built.connectTimeout());
        DurationLimits.positive("joinTimeout", built.joinTimeout());
        DurationLimits.positive("leaveTimeout", built.leaveTimeout());
        DurationLimits.positive("requestTimeout", built.requestTimeout());
        DurationLimits.positive("closeTimeout", built.closeTimeout());
        DurationLimits.notNegative("heartbeatInterval", built.heartbeatInterval());
        DurationLimits.positive("heartbeatTimeout", built.heartbeatTimeout());
        DurationLimits.notNegative("stablePeriod", built.stablePeriod());
        DurationLimits.notNegative("retryAfterLimit", built.retryAfterLimit());
        positive("maxMessageBytes", built.maxMessageBytes());
        positive("maxOutboundFrames", built.maxOutboundFrames());
        positive("maxOutboundBytes", built.maxOutboundBytes());
        positive("maxPending", built.maxPending());
    }
}
