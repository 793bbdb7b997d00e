package dev.slipstream.core.machine.websocket;

/** The close codes that the state machine uses, and the check of received codes: RFC 6455 section 7.4. */
final class CloseCodes {

    static final int PROTOCOL_ERROR = 1002;
    /** The code that methods use for a close frame without a code. No frame contains this code. */
    static final int NO_CODE = 1005;

    static final int NOT_UTF_8 = 1007;
    static final int TOO_LARGE = 1009;
    static final int INVALID_EXTENSIONS = 1010;

    private CloseCodes() {}

    /**
     * Whether a close frame may have this code. Allowed are the registered codes that are not reserved, and 3000 to
     * 4999, which libraries and programs use.
     */
    static boolean isAllowedInFrame(int code) {
        return isIn(code, 1000, 1003) || isIn(code, 1007, 1014) || isIn(code, 3000, 4999);
    }

    private static boolean isIn(int code, int first, int last) {
        return code >= first && code <= last;
    }
}
