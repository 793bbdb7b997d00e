package dev.slipstream.testkit.phoenix;

/** The web server under Phoenix. Some close codes depend on it. */
public enum WebServer {
    /** The server of apps generated since Phoenix 1.7.11. */
    BANDIT,
    /** The server of older apps. */
    COWBOY;

    /** The code with which clients report a close frame without a code (RFC 6455 section 7.1.5). */
    public static final int NO_STATUS = 1005;

    /** The code with which the server closes a connection after the idle timeout. */
    int idleCode() {
        return switch (this) {
            case BANDIT -> 1002;
            case COWBOY -> 1000;
        };
    }

    /** The code of the answer to a client's close frame. */
    int closeAnswer(int code) {
        return switch (this) {
            case BANDIT -> code == NO_STATUS || isLegal(code) || code >= 5000 ? 1000 : 1002;
            case COWBOY -> code == NO_STATUS || isLegal(code) ? code : 1002;
        };
    }

    /**
     * Whether a client may send this code. Both servers know only the codes of RFC 6455, not the later codes 1012 to
     * 1014.
     */
    private static boolean isLegal(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1011) || (code >= 3000 && code <= 4999);
    }
}
