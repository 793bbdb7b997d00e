package dev.slipstream.core.state;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.Encoder;
import java.util.function.Consumer;

/**
 * Identifies one callback: all sockets that the callback receives or makes have the same scope.
 *
 * <p>The client process opens a scope for each callback. When a callback returns a socket, the scope of the socket
 * shows whether the socket belongs to another client or to an earlier callback. The scope also counts operations and
 * assigns, so that the process can detect those that the callback did not return. Only the thread of the callback
 * changes the scope.
 */
public final class CallbackScope {

    /** The values that all scopes of a client share. */
    private record Owner(
            Object client, Encoder encoder, WriteCheck check, Consumer<? super Configuration> configurations) {}

    /** Decides whether code may write an operation or an assign on the sockets of a scope. */
    @FunctionalInterface
    public interface WriteCheck {

        /**
         * Called before each operation and assign.
         *
         * @throws IllegalStateException if the scope's callback does not run on this thread now
         */
        void check(CallbackScope scope);
    }

    private final Owner owner;
    private int operations;
    private int assigns;

    /**
     * Opens a scope without a check, for tests: any thread may write operations and assigns on its sockets.
     *
     * @param client the client that owns the scope, compared by identity
     * @param encoder encodes the payloads of pushes
     */
    public CallbackScope(Object client, Encoder encoder) {
        this(client, encoder, scope -> {});
    }

    /** Opens a scope like {@link #CallbackScope(Object, Encoder)}, but checks each operation and assign. */
    public CallbackScope(Object client, Encoder encoder, WriteCheck check) {
        this(client, encoder, check, configuration -> {});
    }

    /**
     * Opens a scope with a check of operations and assigns, and of configurations.
     *
     * @param configurations throws {@code IllegalArgumentException} if the client cannot use a configuration
     */
    public CallbackScope(
            Object client, Encoder encoder, WriteCheck check, Consumer<? super Configuration> configurations) {
        this(new Owner(client, encoder, check, configurations));
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

    /** How many operations were written on sockets of this scope, whether the callback returned them or not. */
    public int operations() {
        return operations;
    }

    /** How many assigns were written on sockets of this scope, whether the callback returned them or not. */
    public int assigns() {
        return assigns;
    }

    Encoder encoder() {
        return owner.encoder;
    }

    void checkConfiguration(Configuration configuration) {
        owner.configurations.accept(configuration);
    }

    void operationWritten() {
        owner.check.check(this);
        operations++;
    }

    void assignWritten() {
        owner.check.check(this);
        assigns++;
    }
}
