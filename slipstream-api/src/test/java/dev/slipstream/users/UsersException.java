package dev.slipstream.users;

import dev.slipstream.core.SlipstreamException;

/** A subclass that a user wrote, in a package of the user's. */
public final class UsersException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    public UsersException(String message) {
        super(message);
    }
}
