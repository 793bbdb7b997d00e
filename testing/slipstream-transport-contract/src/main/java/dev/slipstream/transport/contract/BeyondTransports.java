package dev.slipstream.transport.contract;

/**
 * The faults of networks and servers that a transport cannot handle, each with the component that handles the fault.
 * {@link TransportContract} has a rule for every other fault of the list below.
 *
 * <p>The list has these ids: F01 to F56 and F124 to F127 are faults of the network and violations of RFC 6455, S7 to
 * S10 and S27 to S30 concern security. Each id is a constant of this enum or a JUnit tag of at least one rule.
 */
public enum BeyondTransports {
    /** A bad scheme, no host, a fragment or user info in the URI. */
    F30("Configuration rejects it before a handshake"),
    /** A link that drops every packet without ending. */
    F34("the transport cannot detect it; the heartbeat does");

    private final String reason;

    BeyondTransports(String reason) {
        this.reason = reason;
    }

    /** The component that handles the fault, and how. */
    public String reason() {
        return reason;
    }
}
