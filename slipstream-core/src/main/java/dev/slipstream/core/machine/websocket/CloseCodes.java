package dev.slipstream.core.machine.websocket;

/** The close codes of RFC 6455 section 7.4, and those that were registered later. */
final class CloseCodes {

    static final int PROTOCOL_ERROR = 1002;
    /** Stands for a close frame without a code. */
    static final int NO_CODE = 1005;

    static final int NOT_UTF_8 = 1007;
    static final int TOO_LARGE = 1009;

    private CloseCodes() {}

    /** Whether a close frame may have this code: it is registered, or in the ranges of libraries and programs. */
    static boolean isAllowedInFrame(int code) {
        return code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014 || code >= 3000 && code <= 4999;
    }
}
