package dev.slipstream.core;

/**
 * One callback's turn: what all tokens that it can reach have in common.
 *
 * <p>A process opens one for each callback. It tells tokens of another client or of an earlier callback, and counts what
 * is written, so that what is not returned is known to be lost. A turn belongs to its callback's thread.
 */
public final class Turn {

    private final Object client;
    private final Encoder encoder;
    private int letters;
    private int assigns;

    /**
     * Opens a turn.
     *
     * @param client whose turn it is, compared by identity
     * @param encoder encodes what is pushed
     */
    public Turn(Object client, Encoder encoder) {
        this.client = client;
        this.encoder = encoder;
    }

    /** Whose turn it is. */
    public Object client() {
        return client;
    }

    /** How many letters were written on tokens of this turn, returned or not. */
    public int letters() {
        return letters;
    }

    /** How many assigns were written on tokens of this turn, returned or not. */
    public int assigns() {
        return assigns;
    }

    Encoder encoder() {
        return encoder;
    }

    void letterWritten() {
        letters++;
    }

    void assignWritten() {
        assigns++;
    }
}
