package dev.slipstream.process;

/**
 * The frames that a transport has accepted since its last flush. Frames of the client's commands wait until the client
 * asks for a flush, see {@link Cork}. All other frames, such as heartbeats, are flushed at the end of a batch of
 * inputs, and the waiting frames with them.
 *
 * <p>Used only by the thread that drains the connection.
 */
final class Unflushed {

    private boolean exist;
    private boolean due;
    private boolean corked;

    /** Notes a frame that the transport accepted. */
    void sent(boolean isOfCommand) {
        exist = true;
        due |= !isOfCommand;
    }

    /** Asks for a flush at the end of the batch, if there are frames. */
    void ask() {
        due = exist;
    }

    /** Ends a batch of inputs. Returns whether the caller must flush now; if so, there are no more unflushed frames. */
    boolean endBatch() {
        if (due) {
            clear();
            return true;
        }
        corked = exist;
        return false;
    }

    /** Whether frames of earlier batches take up room in the outbound queue. */
    boolean isCorked() {
        return corked;
    }

    /** Notes a flush. */
    void clear() {
        exist = false;
        due = false;
        corked = false;
    }
}
