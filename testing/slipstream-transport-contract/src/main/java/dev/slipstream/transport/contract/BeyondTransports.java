package dev.slipstream.transport.contract;

/**
 * Faults of the list that do not concern transports, with the part that handles each. All others have a rule in
 * {@link TransportContract}.
 *
 * <p>F01 to F56 and F124 to F127 are the faults of the network and of RFC 6455, S7 to S10 and S27 to S30 points of
 * security; every other id is in the name of at least one rule of the contract.
 */
public enum BeyondTransports {
    /** A bad scheme, no host, a fragment or user info in the address. */
    F30("Configuration refuses it before there is a handshake"),
    /** A link that drops every packet and ends nothing. */
    F34("nothing can be seen of it on the link; the connection's heartbeat finds it out");

    private final String reason;

    BeyondTransports(String reason) {
        this.reason = reason;
    }

    /** Whose matter it is. */
    public String reason() {
        return reason;
    }
}
