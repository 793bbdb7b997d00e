package dev.slipstream.bench.server;

/** How the server writes its frames. Only the server's thread uses it. */
final class WriteMode {

    private boolean isSingle;

    /** Whether each frame is a write of its own, as with Phoenix. Otherwise one write has many frames. */
    boolean isSingle() {
        return isSingle;
    }

    void single(boolean chosen) {
        isSingle = chosen;
    }
}
