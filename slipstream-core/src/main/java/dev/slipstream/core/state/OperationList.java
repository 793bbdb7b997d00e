package dev.slipstream.core.state;

import dev.slipstream.core.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The letters written so far: a list that grows at its end and is shared by all tokens that descend from one.
 *
 * <p>Cells are compared by identity. That tells whether a token that comes back stands on the line of what was posted
 * last, before it or behind it, or beside it.
 */
public final class OperationList {

    /** Nothing written yet. */
    public static final OperationList EMPTY = new OperationList(null, null, 0);

    private final @Nullable OperationList previous;
    private final @Nullable Operation operation;
    private final int size;

    private OperationList(@Nullable OperationList previous, @Nullable Operation operation, int size) {
        this.previous = previous;
        this.operation = operation;
        this.size = size;
    }

    /** Returns the outbox that has this letter behind all of this one's. */
    OperationList plus(Operation next) {
        return new OperationList(this, next, size + 1);
    }

    /** How many letters were written since the client's first token of this turn. */
    public int size() {
        return size;
    }

    /** Whether this outbox is the other one, or the other one grew out of it. */
    public boolean isAncestorOf(OperationList other) {
        OperationList cell = other;
        while (cell != null && cell.size > size) {
            cell = cell.previous;
        }
        return cell == this;
    }

    /**
     * The letters written after an ancestor, in the order in which they were written.
     *
     * @throws IllegalArgumentException if the other outbox is no ancestor of this one
     */
    public List<Operation> since(OperationList ancestor) {
        if (!ancestor.isAncestorOf(this)) {
            throw new IllegalArgumentException("these " + size + " letters did not grow out of those " + ancestor.size);
        }
        if (operation != null && previous == ancestor) {
            return List.of(operation); // as of most callbacks that write at all
        }
        List<Operation> operations = new ArrayList<>(size - ancestor.size);
        for (OperationList cell = this;
                cell != ancestor && cell.operation != null && cell.previous != null;
                cell = cell.previous) {
            operations.add(cell.operation);
        }
        Collections.reverse(operations);
        return Collections.unmodifiableList(operations);
    }
}
