package dev.slipstream.spring;

/** The settings of a client or listener are wrong, so the application does not start. */
final class ClientSettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * Makes an exception.
     *
     * @param message says what is wrong, and names the property or method
     * @param action what to do
     */
    ClientSettingsException(String message, String action) {
        super(message);
        this.action = action;
    }

    /** Like {@link #ClientSettingsException(String, String)}, with the exception that was thrown. */
    ClientSettingsException(String message, String action, Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    String action() {
        return action;
    }
}
