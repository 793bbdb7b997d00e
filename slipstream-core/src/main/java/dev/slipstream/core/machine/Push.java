package dev.slipstream.core.machine;

import dev.slipstream.core.Ref;
import org.jspecify.annotations.Nullable;

/**
 * A push that was sent, and that a reply may come to.
 *
 * @param join what it was sent on
 * @param due the deadline of a request; null on a plain push, whose reply nobody is promised
 */
record Push(Ref ref, Join join, Deadlines.@Nullable Entry<Alarm> due) {

    boolean isRequest() {
        return due != null;
    }
}
