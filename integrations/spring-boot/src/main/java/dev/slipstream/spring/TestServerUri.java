package dev.slipstream.spring;

/**
 * Gives the URI of the server that a test has started. This URI replaces the URIs from the properties and from each
 * {@link ClientConnectionDetails} of the application, so that a test never connects to another server.
 */
@FunctionalInterface
interface TestServerUri {

    /** Returns the URI of the socket for this client. */
    String of(String client);
}
