package dev.slipstream.system.layout;

/** The pages that tests read, with their paths. If a page moves, change its path here. */
public enum Page {
    README("README.md"),
    PROMISES("docs/promises.md"),
    SECURITY_POLICY("SECURITY.md"),
    FROM_PHOENIX_JS("docs/from-phoenix-js.md"),
    FAULTS("docs/proofs/faults.md"),
    MISTAKES("docs/mistakes.md"),
    MUTANTS("docs/proofs/mutants.md"),
    PARITY("docs/proofs/parity.md"),
    SECURITY("docs/proofs/security.md"),
    TRANSPORTS("docs/transports.md"),
    TRUST("docs/proofs/trust.md");

    private final String path;

    Page(String path) {
        this.path = path;
    }

    /** The path below the project's root, with slashes. */
    public String path() {
        return path;
    }
}
