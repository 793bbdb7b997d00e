package dev.slipstream.core.state;

import dev.slipstream.core.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operations that a callback has written so far: an immutable linked list that grows at its end. Each list points
 * to the list that it extends by one operation. Sockets that derive from the same socket share the list of that socket.
 *
 * <p>The client process compares two lists by identity: the list of a returned socket, and the list that it applied
 * last. The comparison shows whether the returned list extends the applied list, is part of it, or extends an earlier
 * list.
 */
public final class OperationList {

    public static final OperationList EMPTY = new OperationList(null, null, 0);

    private final @Nullable OperationList previous;
    private final @Nullable Operation operation;
    private final int size;

    private OperationList(@Nullable OperationList previous, @Nullable Operation operation, int size) {
        this.previous = previous;
        this.operation = operation;
        this.size = size;
    }

    /** Returns the list with this operation appended. */
    OperationList plus(Operation next) {
        return new OperationList(this, next, size + 1);
    }

    /** How many operations this list has. */
    public int size() {
        return size;
    }

    /** Whether the other list is this list or extends it. */
    public boolean isAncestorOf(OperationList other) {
        OperationList cell = other;
        while (cell != null && cell.size > size) {
            cell = cell.previous;
        }
        return cell == this;
    }

    /**
     * Returns the operations that this list has in addition to an ancestor, in order.
     *
     * @throws IllegalArgumentException if the given list is not an ancestor of this list
     */
    public List<Operation> since(OperationList ancestor) {
        if (!ancestor.isAncestorOf(this)) {
            throw new IllegalArgumentException(
                    "a list of " + size + " operations does not extend one of " + ancestor.size);
        }
        if (operation != null && previous == ancestor) {
            return List.of(operation); // most callbacks write one operation
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
