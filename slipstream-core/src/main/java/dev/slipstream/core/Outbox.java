package dev.slipstream.core;

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
public final class Outbox {

    /** Nothing written yet. */
    public static final Outbox EMPTY = new Outbox(null, null, 0);

    private final @Nullable Outbox previous;
    private final @Nullable Letter letter;
    private final int size;

    private Outbox(@Nullable Outbox previous, @Nullable Letter letter, int size) {
        this.previous = previous;
        this.letter = letter;
        this.size = size;
    }

    /** Returns the outbox that has this letter behind all of this one's. */
    Outbox plus(Letter next) {
        return new Outbox(this, next, size + 1);
    }

    /** How many letters were written since the client's first token of this turn. */
    public int size() {
        return size;
    }

    /** Whether this outbox is the other one, or the other one grew out of it. */
    public boolean isAncestorOf(Outbox other) {
        Outbox cell = other;
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
    public List<Letter> since(Outbox ancestor) {
        if (!ancestor.isAncestorOf(this)) {
            throw new IllegalArgumentException("these " + size + " letters did not grow out of those " + ancestor.size);
        }
        if (letter != null && previous == ancestor) {
            return List.of(letter); // as of most callbacks that write at all
        }
        List<Letter> letters = new ArrayList<>(size - ancestor.size);
        for (Outbox cell = this;
                cell != ancestor && cell.letter != null && cell.previous != null;
                cell = cell.previous) {
            letters.add(cell.letter);
        }
        Collections.reverse(letters);
        return Collections.unmodifiableList(letters);
    }
}
