package dev.slipstream.system.layout;

/** The pages that tests read, with their paths. If a page moves, change its path here. */
public enum Page {
    README("README.md"),
    SECURITY_POLICY("SECURITY.md"),
    FAULTS("docs/faults.md"),
    MUTANTS("docs/mutants.md"),
    PARITY("docs/parity.md"),
    SECURITY("docs/security.md"),
    TRANSPORTS("docs/transports.md"),
    TRUST("docs/trust.md");

    private final String path;

    Page(String path) {
        this.path = path;
    }

    /** The path below the project's root, with slashes. */
    public String path() {
        return path;
    }
}
