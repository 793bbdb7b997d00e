package dev.slipstream.users;

import dev.slipstream.core.SlipstreamException;

/** A user's subclass of {@link SlipstreamException}, in a user's package. */
public final class UsersException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    public UsersException(String message) {
        super(message);
    }
}
