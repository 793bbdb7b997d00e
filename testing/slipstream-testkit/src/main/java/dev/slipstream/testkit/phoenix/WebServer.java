package dev.slipstream.testkit.phoenix;

/** What Phoenix runs on: it decides about close codes. */
public enum WebServer {
    /** Of generated apps since Phoenix 1.7.11. */
    BANDIT,
    /** Of older apps. */
    COWBOY;

    /** A close frame without a code, as clients report it (RFC 6455 section 7.1.5). */
    public static final int NO_STATUS = 1005;

    /** What ends a connection that was silent for too long. */
    int idleCode() {
        return switch (this) {
            case BANDIT -> 1002;
            case COWBOY -> 1000;
        };
    }

    /** What answers a client's close frame. */
    int closeAnswer(int code) {
        return switch (this) {
            case BANDIT -> code == NO_STATUS || isLegal(code) || code >= 5000 ? 1000 : 1002;
            case COWBOY -> code == NO_STATUS || isLegal(code) ? code : 1002;
        };
    }

    /** Both know the codes of RFC 6455 alone, and none of those that were registered later (1012 to 1014). */
    private static boolean isLegal(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1011) || (code >= 3000 && code <= 4999);
    }
}
