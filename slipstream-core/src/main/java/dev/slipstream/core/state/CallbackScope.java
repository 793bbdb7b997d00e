package dev.slipstream.core.state;

import dev.slipstream.core.Encoder;

/**
 * One callback's turn: what all tokens that it can reach have in common.
 *
 * <p>A process opens one for each callback. It tells tokens of another client or of an earlier callback, and counts what
 * is written, so that what is not returned is known to be lost. A turn belongs to its callback's thread.
 */
public final class CallbackScope {

    /** What is the same in all turns of a client. */
    private record Owner(Object client, Encoder encoder) {}

    private final Owner owner;
    private int operations;
    private int assigns;

    /**
     * Opens a turn.
     *
     * @param client whose turn it is, compared by identity
     * @param encoder encodes what is pushed
     */
    public CallbackScope(Object client, Encoder encoder) {
        this(new Owner(client, encoder));
    }

    private CallbackScope(Owner owner) {
        this.owner = owner;
    }

    /** Opens another turn of the same client. */
    public CallbackScope next() {
        return new CallbackScope(owner);
    }

    /** Whose turn it is. */
    public Object client() {
        return owner.client;
    }

    /** How many letters were written on tokens of this turn, returned or not. */
    public int operations() {
        return operations;
    }

    /** How many assigns were written on tokens of this turn, returned or not. */
    public int assigns() {
        return assigns;
    }

    Encoder encoder() {
        return owner.encoder;
    }

    void operationWritten() {
        operations++;
    }

    void assignWritten() {
        assigns++;
    }
}
