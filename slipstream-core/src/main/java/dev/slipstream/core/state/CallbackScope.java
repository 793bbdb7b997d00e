package dev.slipstream.core.state;

import dev.slipstream.core.Encoder;

/**
 * The scope of one callback, shared by all sockets that the callback can reach.
 *
 * <p>The client process opens a scope for each callback. By the scope, the process recognizes sockets of another client
 * or of an earlier callback. The scope also counts operations and assigns, so that the process can detect lost ones. A
 * scope belongs to its callback's thread.
 */
public final class CallbackScope {

    /** The part that all scopes of a client share. */
    private record Owner(Object client, Encoder encoder) {}

    private final Owner owner;
    private int operations;
    private int assigns;

    /**
     * Opens a scope.
     *
     * @param client the owner, compared by identity
     * @param encoder encodes the payloads of pushes
     */
    public CallbackScope(Object client, Encoder encoder) {
        this(new Owner(client, encoder));
    }

    private CallbackScope(Owner owner) {
        this.owner = owner;
    }

    /** Opens another scope of the same client. */
    public CallbackScope next() {
        return new CallbackScope(owner);
    }

    public Object client() {
        return owner.client;
    }

    /** How many operations were written on sockets of this scope, returned or not. */
    public int operations() {
        return operations;
    }

    /** How many assigns were written on sockets of this scope, returned or not. */
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
