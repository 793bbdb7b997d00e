package dev.slipstream.transport.jdk;

/** The proxy selector names none that can be used; the message is our own. */
final class ProxyUnusableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ProxyUnusableException(String message) {
        super(message);
    }
}
